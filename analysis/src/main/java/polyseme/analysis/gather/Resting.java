// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// What the pilot found out about the neurons of one hook: where each rests, and how far it goes.
/// The same for every part of a scan.
///
/// The resting level of a neuron is the middle of the bin (see [LogBins]) that most of the pilot's
/// tokens fall into.
public final class Resting {

  private final float[] levels;
  private final Quanta quanta;

  /// What the pilot found.
  ///
  /// @param levels resting level of each neuron
  /// @param quanta steps for sums
  public Resting(float[] levels, Quanta quanta) {
    if (levels.length != quanta.size()) {
      throw new IllegalArgumentException(levels.length + " levels, " + quanta.size() + " steps");
    }
    this.levels = levels.clone();
    this.quanta = quanta;
  }

  /// How many neurons.
  ///
  /// @return rows
  public int size() {
    return levels.length;
  }

  /// Where a neuron rests.
  ///
  /// @param row row of the neuron
  /// @return its most usual activation
  public float level(int row) {
    return levels[row];
  }

  /// Steps for sums of activations.
  ///
  /// @return one step a neuron
  public Quanta quanta() {
    return quanta;
  }

  /// Writes section `rest`: level and exponent of each neuron.
  ///
  /// @param out the file
  /// @throws IOException if it cannot be written
  public void save(SectionWriter out) throws IOException {
    out.begin("rest");
    for (var row = 0; row < levels.length; row++) {
      out.putFloat(levels[row]).putInt(quanta.exponent(row));
    }
    out.end();
  }

  /// Reads what [#save] wrote.
  ///
  /// @param in the file
  /// @param group which hook
  /// @param neurons how many
  /// @return the levels
  /// @throws StoreException if it is damaged
  public static Resting load(SectionFile in, int group, int neurons) throws StoreException {
    var key = SectionFile.key("rest", group);
    in.expect(key, 8L * neurons);
    var bytes = in.read(key, 0, Math.multiplyExact(8, neurons));
    var levels = new float[neurons];
    var exponents = new int[neurons];
    for (var row = 0; row < neurons; row++) {
      levels[row] = bytes.getFloat();
      exponents[row] = bytes.getInt();
      if (!Float.isFinite(levels[row]) || exponents[row] < -100 || exponents[row] > 100) {
        throw in.damaged("section " + key);
      }
    }
    return new Resting(levels, new Quanta(exponents));
  }
}
