// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.corpus.TokenRef;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.text.Token;

/// What one pass over a corpus said of all neurons; read from its folder. Safe to read from several
/// threads.
public interface Scan extends AutoCloseable {

  /// What it was made of and how.
  ///
  /// @return the provenance
  ScanProvenance provenance();

  /// When and where it was made; may differ between equal scans.
  ///
  /// @return the run
  ScanRun run();

  /// The neurons scanned.
  ///
  /// @return all neurons of the model
  NeuronIndex neurons();

  /// Statistics of one neuron, quick enough to be asked for all.
  ///
  /// @param row row in [#neurons()]
  /// @return its statistics
  NeuronStats stats(int row);

  /// All that is known of one neuron.
  ///
  /// @param id a neuron of [#neurons()]
  /// @return its profile
  /// @throws StoreException if the stored scan is damaged
  NeuronProfile profile(NeuronId id) throws StoreException;

  /// The tokens at a neuron's highest places; much quicker than its whole profile.
  ///
  /// @param row row in [#neurons()]
  /// @param most how many at most
  /// @return the token of the greatest activation first
  /// @throws StoreException if the stored scan is damaged
  default List<Token> peakTokens(int row, int most) throws StoreException {
    return profile(neurons().id(row)).examples().highest().stream()
        .limit(most)
        .map(example -> example.context().tokens().get(example.peakIndex()))
        .toList();
  }

  /// A document of the corpus.
  ///
  /// @param number from 0, as in [TokenRef#document()]
  /// @return its name, length and labels
  /// @throws StoreException if the stored scan is damaged
  ScannedDocument document(int number) throws StoreException;

  /// The positions of [#activationProfiles()]: chosen uniformly over all tokens of the corpus by a
  /// hash of seed, document and position.
  ///
  /// @return in the order of the corpus
  List<TokenRef> profilePositions();

  /// Activations of all neurons at positions shared by all of them, as the model gave them.
  ///
  /// @return `[neuron, position]`, rows as in [#neurons()], columns as in [#profilePositions()]
  /// @throws StoreException if the stored scan is damaged
  FloatMatrix activationProfiles() throws StoreException;

  /// What is known beyond extremes and statistics.
  ///
  /// @return null if the scan was made by a version that kept nothing more
  default @Nullable ScanDetails details() {
    return null;
  }

  /// Places of one of a neuron's samples with the tokens around them: extremes outermost first,
  /// drawn ones from the greatest activation to the least. Of the tokens around drawn places only
  /// the activation at the place itself is known; the others are NaN.
  ///
  /// @param id a neuron of [#neurons()]
  /// @param sample which sample
  /// @return the examples; empty if the sample is not kept
  /// @throws StoreException if the stored scan is damaged
  default List<Example> examples(NeuronId id, Sample sample) throws StoreException {
    return switch (sample) {
      case TOP -> profile(id).examples().highest();
      case BOTTOM -> profile(id).examples().lowest();
      case HIGH, LOW, UNIFORM -> List.of();
    };
  }

  /// Places of a neuron's extremes, without their text; quick enough to be asked for all.
  ///
  /// @param row row in [#neurons()]
  /// @param highest whether those of the greatest activations or of the least
  /// @return outermost first
  /// @throws StoreException if the stored scan is damaged
  default List<TokenRef> extremePlaces(int row, boolean highest) throws StoreException {
    var sample = highest ? Sample.TOP : Sample.BOTTOM;
    return examples(neurons().id(row), sample).stream().map(Example::peak).toList();
  }

  /// The tokens about a place: up to 8 to either side, within its window.
  ///
  /// @param place a token of the corpus
  /// @return their text, empty if no text is kept
  /// @throws StoreException if the stored scan is damaged or has no such place
  default String textAbout(TokenRef place) throws StoreException {
    return "";
  }

  /// A neuron's histogram as fine as it was counted; quick enough to be asked for all.
  ///
  /// @param row row in [#neurons()]
  /// @return the histogram
  /// @throws StoreException if the stored scan is damaged
  default Histogram fineHistogram(int row) throws StoreException {
    return profile(neurons().id(row)).histogram();
  }

  /// A quantile of a neuron's activations over the corpus.
  ///
  /// @param row row in [#neurons()]
  /// @param probability 0 to 1
  /// @return the quantile; not a number where the scan has no histogram
  /// @throws StoreException if the stored scan is damaged
  default Quantile quantile(int row, double probability) throws StoreException {
    return new Quantile(probability, Float.NaN, Float.NaN, Float.NaN);
  }

  /// Reads everything and compares its checksums, which otherwise happens when a part is first
  /// used.
  ///
  /// @throws StoreException if the stored scan is damaged
  default void checkAll() throws StoreException {}

  @Override
  void close();
}
