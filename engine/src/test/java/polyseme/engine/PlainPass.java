// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.task.CheckpointException;

/// What the parts of a plain forward pass share: weights, and what every hook point held, in the
/// order in which it was put there.
final class PlainPass {

  private final ModelConfig config;
  private final ModelWeights weights;
  private final Map<String, List<double[]>> hooks = new LinkedHashMap<>();

  PlainPass(ModelConfig config, ModelWeights weights) {
    this.config = config;
    this.weights = weights;
  }

  ModelConfig config() {
    return config;
  }

  /// Name to rows: one a position, or one a head and query.
  Map<String, List<double[]>> hooks() {
    return hooks;
  }

  /// Notes what a hook point holds.
  List<double[]> at(String name, List<double[]> rows) {
    hooks.put(name, PlainMath.each(rows, double[]::clone));
    return rows;
  }

  double[] weight(String name) throws CheckpointException {
    var values = weights.read(name).values();
    var out = new double[values.remaining()];
    for (var i = 0; i < out.length; i++) {
      out[i] = values.get();
    }
    return out;
  }

  List<double[]> linear(List<double[]> x, String weight, String bias) throws CheckpointException {
    return PlainMath.linear(x, weight(weight), weight(bias));
  }

  /// A normalisation over pieces of rows, with hook points of its own if it has a name for them.
  ///
  /// @param name of its weights
  /// @param norm its kind
  /// @param width how many numbers are normalised together
  /// @param shown whether it has hook points
  /// @param x rows of a multiple of `width` numbers
  List<double[]> norm(String name, Norm norm, int width, boolean shown, List<double[]> x)
      throws CheckpointException {
    var scales = new ArrayList<double[]>();
    var normalized = new ArrayList<double[]>();
    for (var row : x) {
      var scale = new double[row.length / width];
      var out = row.clone();
      for (var piece = 0; piece < scale.length; piece++) {
        scale[piece] = normalize(norm, out, piece * width, width);
      }
      scales.add(scale);
      normalized.add(out);
    }
    if (shown) {
      at(name + ".hook_scale", scales);
      at(name + ".hook_normalized", normalized);
    }
    var kind = norm.kind();
    var w = kind.weighted() ? weight(name + ".w") : new double[0];
    var b = kind.weighted() && kind.centred() ? weight(name + ".b") : new double[0];
    return PlainMath.each(
        normalized,
        row -> {
          var out = row.clone();
          for (var i = 0; i < out.length; i++) {
            out[i] *= w.length == 0 ? 1 : w[i % width];
            out[i] += b.length == 0 ? 0 : b[i % width];
          }
          return out;
        });
  }

  private static double normalize(Norm norm, double[] row, int from, int width) {
    var mean =
        norm.kind().centred() ? Arrays.stream(row, from, from + width).average().orElse(0) : 0;
    var square = 0.0;
    for (var i = from; i < from + width; i++) {
      row[i] -= mean;
      square += row[i] * row[i] / width;
    }
    var scale = Math.sqrt(square + norm.epsilon());
    for (var i = from; i < from + width; i++) {
      row[i] /= scale;
    }
    return scale;
  }
}
