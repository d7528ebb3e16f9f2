// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.section.SectionFile;
import polyseme.engine.task.StoreException;

/// What a neuron does at each token of the vocabulary (or after each).
///
/// @param tokens tokens with a row of their own that were met, by ascending number
/// @param others all others together, null if there are none
/// @param none where the window begins and no token stands before, null if not met
/// @param count tokens of the corpus
/// @param between Σ n_t (ā_t − ā)² over all of these
/// @param cuts activations that were cut, see [Quanta]
public record TokenProfile(
    List<Entry> tokens,
    @Nullable Entry others,
    @Nullable Entry none,
    long count,
    double between,
    int cuts) {

  /// A token.
  ///
  /// @param token its number in the vocabulary; −1 for [#others] and [#none]
  /// @param count how often it was met
  /// @param mean mean activation
  /// @param greatest greatest activation
  /// @param share its share of the neuron's positive mass Σ(a − resting level)₊; 0 if that is 0
  public record Entry(int token, long count, double mean, float greatest, double share) {}

  /// Keeps the tokens unchangeable.
  public TokenProfile {
    tokens = List.copyOf(tokens);
  }

  /// Share of the variance that which token it is explains, R² = Σ n_t (ā_t − ā)² / Σ (a − ā)². A
  /// lower bound where tokens share a row ([#others] is there).
  ///
  /// @param variance the neuron's variance over all tokens (the mean of (a − ā)²)
  /// @return 0 to 1; 0 for a neuron that never varies
  public double varianceExplained(double variance) {
    var whole = count * variance;
    return whole > 0 ? Math.min(1, between / whole) : 0;
  }

  /// The tokens that matter most.
  ///
  /// @param most how many at most
  /// @return those with the greatest share of positive mass, that first; ties by number
  public List<Entry> byShare(int most) {
    return tokens.stream()
        .sorted(Comparator.comparingDouble(Entry::share).reversed())
        .limit(most)
        .toList();
  }

  /// What a file holds about one neuron, without reading the others.
  ///
  /// @param in the file
  /// @param group which hook
  /// @param side which token to go by
  /// @param resting of all neurons
  /// @param row row of the neuron
  /// @return its profile
  /// @throws StoreException if the file is damaged
  public static TokenProfile read(
      SectionFile in, int group, TokenSide side, Resting resting, int row) throws StoreException {
    return new Reading(in, group, side, resting, row).profile();
  }

  /// One neuron's record while it is made into a profile.
  private static final class Reading {
    private final TokenHead head;
    private final Quanta quanta;
    private final int neuron;
    private final int rows;
    private final long[] sums;
    private final long[] masses;
    private final float[] greatest;
    private final int cuts;
    private long count;
    private double sum;
    private double mass;

    Reading(SectionFile in, int group, TokenSide side, Resting resting, int neuron)
        throws StoreException {
      head = TokenHead.read(in, group, side, resting.size());
      quanta = resting.quanta();
      this.neuron = neuron;
      rows = head.rows().count();
      var records = new TokenRecords(side, resting.size(), rows);
      var strips = records.strips();
      var record = strips.read(in, group, neuron);
      sums = new long[rows];
      masses = new long[rows];
      greatest = new float[rows];
      cuts = record.getInt(records.cuts());
      for (var row = 0; row < rows; row++) {
        sums[row] = record.getLong(records.sum(row));
        masses[row] = record.getLong(records.mass(row));
        greatest[row] = record.getFloat(records.greatest(row));
        if (masses[row] < 0 || Float.isNaN(greatest[row])) {
          throw in.damaged("section " + strips.key(group, neuron));
        }
        count += head.count(row);
        sum += quanta.value(neuron, sums[row]);
        mass += quanta.value(neuron, masses[row]);
      }
    }

    TokenProfile profile() {
      var found = new ArrayList<Entry>();
      var between = 0.0;
      for (var row = 0; row < rows; row++) {
        var entry = entry(row);
        if (entry != null) {
          var apart = entry.mean - sum / count;
          between += entry.count * apart * apart;
          if (row < head.rows().size()) {
            found.add(entry);
          }
        }
      }
      var others = entry(head.rows().others());
      return new TokenProfile(found, others, entry(head.rows().none()), count, between, cuts);
    }

    private @Nullable Entry entry(int row) {
      var met = head.count(row);
      if (met == 0) {
        return null;
      }
      var token = row < head.rows().size() ? head.rows().token(row) : -1;
      var mean = quanta.value(neuron, sums[row]) / met;
      var share = mass > 0 ? quanta.value(neuron, masses[row]) / mass : 0;
      return new Entry(token, met, mean, greatest[row], share);
    }
  }
}
