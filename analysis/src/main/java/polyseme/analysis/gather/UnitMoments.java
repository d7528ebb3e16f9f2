// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import polyseme.engine.model.NeuronIndex;

/// Power sums of all neurons over one unit of work, each about a shift of its own near its mean, in
/// double precision.
public final class UnitMoments {

  final double[] shift;
  final double[] s1;
  final double[] s2;
  final double[] s3;
  final double[] s4;
  private final boolean[] shifted;
  private long count;

  UnitMoments(NeuronIndex index) {
    var neurons = index.size();
    shifted = new boolean[index.nLayers()];
    shift = new double[neurons];
    s1 = new double[neurons];
    s2 = new double[neurons];
    s3 = new double[neurons];
    s4 = new double[neurons];
  }

  long count() {
    return count;
  }

  /// Whether a layer is met for the first time, when its shift is to be set; asking makes it known.
  boolean firstOf(int layer) {
    var first = !shifted[layer];
    shifted[layer] = true;
    return first;
  }

  void counted(int tokens) {
    count += tokens;
  }

  /// Adds one token of some neurons of a layer.
  ///
  /// @param base row of the layer's first neuron
  void add(float[] values, int base, int from, int to) {
    for (var n = from; n < to; n++) {
      var d = values[n] - shift[base + n];
      var q = d * d;
      s1[base + n] += d;
      s2[base + n] += q;
      s3[base + n] += q * d;
      s4[base + n] += q * q;
    }
  }
}
