// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

/// How a scan is done; part of its provenance.
///
/// @param topK examples kept at either end of every neuron
/// @param contextTokens longest window fed to the model, beginning-of-text token included; 0 takes
///   the model's context, at most 128
/// @param batchRows windows fed to the model at once
/// @param profilePositions positions kept for activation profiles, the same for all neurons
/// @param seed chooses these positions and all other samples
/// @param maxTokens stop after the document in which this many tokens are reached; 0 for the whole
///   corpus
/// @param workers threads at most; 0 for one a processor. Where memory is short, fewer are used
/// @param policy which tokens count
/// @param content what is kept
public record ScanOptions(
    int topK,
    int contextTokens,
    int batchRows,
    int profilePositions,
    long seed,
    long maxTokens,
    int workers,
    ScanPolicy policy,
    ScanContent content) {

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

  /// 20 examples at either end, 1,024 profile positions, the whole corpus, everything kept.
  ///
  /// @return the defaults
  public static ScanOptions defaults() {
    return new ScanOptions(20, 0, 8, 1024, 42, 0, 0, ScanPolicy.defaults(), ScanContent.defaults());
  }

  /// The same with another number of examples.
  ///
  /// @param newTopK examples kept at either end of every neuron
  /// @return new options
  public ScanOptions withTopK(int newTopK) {
    return new ScanOptions(
        newTopK,
        contextTokens,
        batchRows,
        profilePositions,
        seed,
        maxTokens,
        workers,
        policy,
        content);
  }

  /// The same with other windows.
  ///
  /// @param newContextTokens longest window, beginning-of-text token included; 0 for the default
  /// @return new options
  public ScanOptions withContextTokens(int newContextTokens) {
    return new ScanOptions(
        topK,
        newContextTokens,
        batchRows,
        profilePositions,
        seed,
        maxTokens,
        workers,
        policy,
        content);
  }

  /// The same with other batches.
  ///
  /// @param newBatchRows windows fed to the model at once
  /// @return new options
  public ScanOptions withBatchRows(int newBatchRows) {
    return new ScanOptions(
        topK,
        contextTokens,
        newBatchRows,
        profilePositions,
        seed,
        maxTokens,
        workers,
        policy,
        content);
  }

  /// The same with another number of profile positions.
  ///
  /// @param newProfilePositions positions kept for activation profiles
  /// @return new options
  public ScanOptions withProfilePositions(int newProfilePositions) {
    return new ScanOptions(
        topK,
        contextTokens,
        batchRows,
        newProfilePositions,
        seed,
        maxTokens,
        workers,
        policy,
        content);
  }

  /// The same with another seed.
  ///
  /// @param newSeed chooses the samples
  /// @return new options
  public ScanOptions withSeed(long newSeed) {
    return new ScanOptions(
        topK,
        contextTokens,
        batchRows,
        profilePositions,
        newSeed,
        maxTokens,
        workers,
        policy,
        content);
  }

  /// The same with an end.
  ///
  /// @param newMaxTokens stop after about this many; 0 for the whole corpus
  /// @return new options
  public ScanOptions withMaxTokens(long newMaxTokens) {
    return new ScanOptions(
        topK,
        contextTokens,
        batchRows,
        profilePositions,
        seed,
        newMaxTokens,
        workers,
        policy,
        content);
  }

  /// The same with another number of threads.
  ///
  /// @param newWorkers threads; 0 for one a processor
  /// @return new options
  public ScanOptions withWorkers(int newWorkers) {
    return new ScanOptions(
        topK,
        contextTokens,
        batchRows,
        profilePositions,
        seed,
        maxTokens,
        newWorkers,
        policy,
        content);
  }

  /// The same with another policy.
  ///
  /// @param newPolicy which tokens count
  /// @return new options
  public ScanOptions withPolicy(ScanPolicy newPolicy) {
    return new ScanOptions(
        topK,
        contextTokens,
        batchRows,
        profilePositions,
        seed,
        maxTokens,
        workers,
        newPolicy,
        content);
  }

  /// The same with other contents.
  ///
  /// @param newContent what is kept
  /// @return new options
  public ScanOptions withContent(ScanContent newContent) {
    return new ScanOptions(
        topK,
        contextTokens,
        batchRows,
        profilePositions,
        seed,
        maxTokens,
        workers,
        policy,
        newContent);
  }
}
