// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

/// How a scan is done; part of its provenance.
///
/// @param topK examples kept at either end of every neuron
/// @param contextTokens longest window fed to the model, beginning-of-text token included; 0 takes
///   the model's context, at most 128
/// @param batchRows windows fed to the model at once
/// @param profilePositions positions kept for activation profiles, the same for all neurons
/// @param seed chooses these positions
/// @param maxTokens stop after the document in which this many tokens are reached; 0 for the whole
///   corpus
/// @param workers threads at most; 0 for one a processor. Where memory is short, fewer are used
public record ScanOptions(
    int topK,
    int contextTokens,
    int batchRows,
    int profilePositions,
    long seed,
    long maxTokens,
    int workers) {

  /// Refuses numbers that make no scan.
  public ScanOptions {
    if (topK < 1 || contextTokens < 0 || batchRows < 1 || profilePositions < 0) {
      throw new IllegalArgumentException(
          "topK %d, context %d, batch %d, profile %d"
              .formatted(topK, contextTokens, batchRows, profilePositions));
    }
    if (maxTokens < 0 || workers < 0) {
      throw new IllegalArgumentException("maxTokens %d, workers %d".formatted(maxTokens, workers));
    }
  }

  /// 20 examples at either end, 1,024 profile positions, the whole corpus.
  ///
  /// @return the defaults
  public static ScanOptions defaults() {
    return new ScanOptions(20, 0, 8, 1024, 42, 0, 0);
  }

  /// The same with another number of examples.
  ///
  /// @param count examples kept at either end of every neuron
  /// @return new options
  public ScanOptions withTopK(int count) {
    return new ScanOptions(
        count, contextTokens, batchRows, profilePositions, seed, maxTokens, workers);
  }

  /// The same with other windows.
  ///
  /// @param tokens longest window, beginning-of-text token included; 0 for the default
  /// @return new options
  public ScanOptions withContextTokens(int tokens) {
    return new ScanOptions(topK, tokens, batchRows, profilePositions, seed, maxTokens, workers);
  }

  /// The same with another number of profile positions.
  ///
  /// @param count positions kept for activation profiles
  /// @return new options
  public ScanOptions withProfilePositions(int count) {
    return new ScanOptions(topK, contextTokens, batchRows, count, seed, maxTokens, workers);
  }

  /// The same with another number of threads.
  ///
  /// @param count threads; 0 for one a processor
  /// @return new options
  public ScanOptions withWorkers(int count) {
    return new ScanOptions(
        topK, contextTokens, batchRows, profilePositions, seed, maxTokens, count);
  }

  /// The same with another seed.
  ///
  /// @param newSeed chooses the profile positions
  /// @return new options
  public ScanOptions withSeed(long newSeed) {
    return new ScanOptions(
        topK, contextTokens, batchRows, profilePositions, newSeed, maxTokens, workers);
  }

  /// The same with an end.
  ///
  /// @param tokens stop after about this many; 0 for the whole corpus
  /// @return new options
  public ScanOptions withMaxTokens(long tokens) {
    return new ScanOptions(topK, contextTokens, batchRows, profilePositions, seed, tokens, workers);
  }
}
