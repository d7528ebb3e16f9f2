// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.Arrays;

/// Turns sums into whole numbers of a step that is fixed beforehand for every neuron, so that
/// adding them up gives the same bits in any order.
///
/// With `2^e` the least power of two that is not below the greatest distance from the resting level
/// (or from 0, if that is greater) met in the pilot, the step is `2^(e − 24)`. One token may reach
/// 2²⁸ steps, that is 16 times the pilot's greatest; whatever lies beyond is cut there and counted.
/// So sums over 2³¹ tokens fit 63 bits: 2²⁸ · 2³¹ = 2⁵⁹.
///
/// Squares have the step `2^(2e − 23)`: the square of 16 · 2^e is 2³¹ steps, and 2³¹ such tokens
/// come to 2⁶². With the step `2^(2e − 24)` they would come to 2⁶³, one more than fits.
public final class Quanta {

  /// Bits below the pilot's greatest activation.
  public static final int FRACTION_BITS = 24;

  /// Bits below the square of the pilot's greatest activation.
  public static final int SQUARE_FRACTION_BITS = 23;

  /// What one token may reach, in units of `2^e`.
  public static final int MOST_UNITS = 16;

  /// Steps that one token may reach.
  public static final long MOST_STEPS = 1L << 28;

  private final int[] exponents;

  /// Fixes the steps.
  ///
  /// @param exponents `e` of each neuron, −100 to 100
  public Quanta(int[] exponents) {
    this.exponents = exponents.clone();
    for (var e : exponents) {
      if (e < -100 || e > 100) {
        throw new IllegalArgumentException("exponent " + e);
      }
    }
  }

  /// The exponent for a neuron.
  ///
  /// @param greatest greatest magnitude met in the pilot
  /// @return `e` with `2^e ≥ greatest`, within the limits
  public static int exponent(float greatest) {
    if (greatest <= 0) {
      return -100;
    }
    var below = Math.getExponent(greatest);
    var e = greatest == Math.scalb(1f, below) ? below : below + 1;
    return Math.clamp(e, -100, 100);
  }

  /// How many neurons.
  ///
  /// @return rows
  public int size() {
    return exponents.length;
  }

  /// Exponent of a neuron.
  ///
  /// @param row row of the neuron
  /// @return `e`
  public int exponent(int row) {
    return exponents[row];
  }

  /// All exponents.
  ///
  /// @return one a row
  public int[] exponents() {
    return Arrays.copyOf(exponents, exponents.length);
  }

  /// The step of a neuron.
  ///
  /// @param row row of the neuron
  /// @return `2^(e − 24)`
  public double step(int row) {
    return Math.scalb(1.0, exponents[row] - FRACTION_BITS);
  }

  /// Steps in a unit's sum, rounded to the nearest, cut at what its tokens may reach.
  ///
  /// @param row row of the neuron
  /// @param sum a sum over some tokens of one unit
  /// @param tokens how many tokens it is over, at least 1
  /// @return steps
  public long steps(int row, double sum, long tokens) {
    var steps = Math.rint(Math.scalb(sum, FRACTION_BITS - exponents[row]));
    double most = (double) MOST_STEPS * tokens;
    return (long) Math.clamp(steps, -most, most);
  }

  /// Whether a unit's sum is cut by [#steps].
  ///
  /// @param row row of the neuron
  /// @param sum a sum over some tokens of one unit
  /// @param tokens how many tokens it is over
  /// @return true if it lies beyond
  public boolean cuts(int row, double sum, long tokens) {
    var steps = Math.abs(Math.scalb(sum, FRACTION_BITS - exponents[row]));
    return steps > (double) MOST_STEPS * tokens;
  }

  /// A number of steps as what it stands for.
  ///
  /// @param row row of the neuron
  /// @param steps a sum of [#steps]
  /// @return the sum
  public double value(int row, long steps) {
    return Math.scalb((double) steps, exponents[row] - FRACTION_BITS);
  }

  /// A number of steps of squares as what it stands for.
  ///
  /// @param row row of the neuron
  /// @param steps of `2^(2e − 23)` each
  /// @return the sum of squares
  public double squareValue(int row, long steps) {
    return Math.scalb((double) steps, 2 * exponents[row] - SQUARE_FRACTION_BITS);
  }
}
