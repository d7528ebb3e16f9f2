// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import polyseme.engine.model.ActivationFunction;

/// Formulas of a decoder over rows of doubles, loop by loop.
final class PlainMath {

  private PlainMath() {}

  /// A function of single neurons.
  static DoubleUnaryOperator function(ActivationFunction function) {
    return switch (function) {
      case SOLU, SOLU_LN -> throw new IllegalArgumentException("not of single neurons");
      case GELU -> PlainMath::gelu;
      case GELU_NEW ->
          x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case GELU_10 -> x -> Math.clamp(gelu(x), -10, 10);
      case QUICK_GELU -> x -> x / (1 + Math.exp(-1.702 * x));
      case SILU -> x -> x / (1 + Math.exp(-x));
      case RELU -> x -> Math.max(x, 0);
      case RELU2 -> x -> Math.pow(Math.max(x, 0), 2);
      case RELU6 -> x -> Math.clamp(x, 0, 6);
      case LEAKY_RELU -> x -> x >= 0 ? x : 0.01 * x;
      case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
      case TANH -> Math::tanh;
      case MISH -> x -> x * Math.tanh(Math.log1p(Math.exp(x)));
      case HARDSWISH -> x -> x * Math.clamp(x + 3, 0, 6) / 6;
      case LINEAR -> x -> x;
    };
  }

  private static double gelu(double x) {
    return x * (1 + erf(x / Math.sqrt(2))) / 2;
  }

  /// 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n+1)), to 1e-9 up to 4; beyond 4 it is 1 to 2e-8.
  private static double erf(double x) {
    if (Math.abs(x) > 4) {
      return Math.signum(x);
    }
    var term = x;
    var sum = x;
    for (var n = 1; n < 80; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  /// x · weight + bias; the weight is `[in, out]`, an empty bias none.
  static List<double[]> linear(List<double[]> x, double[] weight, double... bias) {
    var out = bias.length == 0 ? weight.length / x.getFirst().length : bias.length;
    return each(
        x,
        row -> {
          var sums = bias.length == 0 ? new double[out] : bias.clone();
          for (var i = 0; i < row.length; i++) {
            for (var j = 0; j < out; j++) {
              sums[j] += row[i] * weight[i * out + j];
            }
          }
          return sums;
        });
  }

  /// In place; −∞ becomes 0.
  static void softmax(double[] row) {
    var greatest = Arrays.stream(row).max().orElse(0);
    var sum = 0.0;
    for (var i = 0; i < row.length; i++) {
      row[i] = Math.exp(row[i] - greatest);
      sum += row[i];
    }
    for (var i = 0; i < row.length; i++) {
      row[i] /= sum;
    }
  }

  static double softCap(double x, double cap) {
    return Double.isInfinite(cap) ? x : cap * Math.tanh(x / cap);
  }

  static List<double[]> each(List<double[]> rows, UnaryOperator<double[]> function) {
    var out = new ArrayList<double[]>();
    rows.forEach(row -> out.add(function.apply(row)));
    return out;
  }

  static List<double[]> eachNumber(List<double[]> rows, DoubleUnaryOperator function) {
    return each(rows, row -> Arrays.stream(row).map(function).toArray());
  }

  static List<double[]> sum(List<double[]> first, List<double[]> second) {
    return paired(first, second, true);
  }

  static List<double[]> product(List<double[]> first, List<double[]> second) {
    return paired(first, second, false);
  }

  private static List<double[]> paired(List<double[]> first, List<double[]> second, boolean add) {
    var out = new ArrayList<double[]>();
    for (var pos = 0; pos < first.size(); pos++) {
      var a = first.get(pos);
      var b = second.get(pos);
      var row = new double[a.length];
      for (var i = 0; i < row.length; i++) {
        row[i] = add ? a[i] + b[i] : a[i] * b[i];
      }
      out.add(row);
    }
    return out;
  }

  /// Each row several times in a row.
  static List<double[]> repeated(List<double[]> rows, int times) {
    return each(
        rows,
        row -> {
          var out = new double[row.length * times];
          for (var i = 0; i < out.length; i++) {
            out[i] = row[i % row.length];
          }
          return out;
        });
  }
}
