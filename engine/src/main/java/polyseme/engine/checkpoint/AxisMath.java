// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/// Arithmetic along one axis of a tensor, in place; sums are kept in double precision.
///
/// @param outer how many times the axis is repeated: product of the lengths before it
/// @param length its length
/// @param inner step between its elements: product of the lengths after it
record AxisMath(int outer, int length, int inner) {

  /// The axis of a shape.
  static AxisMath of(List<Integer> shape, int axis) {
    return new AxisMath(
        product(shape.subList(0, axis)),
        shape.get(axis),
        product(shape.subList(axis + 1, shape.size())));
  }

  private static int product(List<Integer> lengths) {
    return lengths.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
  }

  /// Multiplies each element by the factor at its place on the axis.
  void scale(FloatBuffer values, FloatBuffer factors) {
    for (int block = 0, at = 0; block < outer; block++) {
      for (var place = 0; place < length; place++) {
        var factor = factors.get(place);
        for (var i = 0; i < inner; i++, at++) {
          values.put(at, values.get(at) * factor);
        }
      }
    }
  }

  /// Subtracts the mean over the axis.
  void centre(FloatBuffer values) {
    var means = new double[inner];
    for (var block = 0; block < outer; block++) {
      Arrays.fill(means, 0);
      var start = block * length * inner;
      for (int place = 0, at = start; place < length; place++) {
        for (var i = 0; i < inner; i++, at++) {
          means[i] += values.get(at);
        }
      }
      for (var i = 0; i < inner; i++) {
        means[i] /= length;
      }
      for (int place = 0, at = start; place < length; place++) {
        for (var i = 0; i < inner; i++, at++) {
          values.put(at, (float) (values.get(at) - means[i]));
        }
      }
    }
  }

  /// Sum over the axis of element · coefficient.
  ///
  /// @param values the tensor
  /// @param coefficients one for each place on the axis
  /// @return all sums, `[outer, inner]`
  double[] dot(FloatBuffer values, double[] coefficients) {
    var sums = new double[Math.multiplyExact(outer, inner)];
    for (int block = 0, at = 0; block < outer; block++) {
      var start = block * inner;
      for (var place = 0; place < length; place++) {
        var coefficient = coefficients[place];
        for (var i = 0; i < inner; i++, at++) {
          sums[start + i] += coefficient * values.get(at);
        }
      }
    }
    return sums;
  }
}
