// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.List;

/// The logarithmic axis on which histograms are drawn everywhere: from a little below the least
/// density above 0 to a little above the greatest, at least one power of ten.
///
/// @param low logarithm (base 10) of the density at the foot
/// @param high logarithm of the density at the top
public record DensityAxis(double low, double high) {

  private static final double HEADROOM = 0.1;
  private static final double FOOT = 0.2;

  /// The axis of some bars.
  ///
  /// @param densities heights of the bars; those that are 0 have none
  /// @return its axis
  public static DensityAxis of(List<Double> densities) {
    var drawn =
        densities.stream().mapToDouble(Double::doubleValue).filter(d -> d > 0).summaryStatistics();
    var known = drawn.getCount() > 0;
    var high = known ? Math.log10(drawn.getMax()) + HEADROOM : 1;
    return new DensityAxis(Math.min(known ? Math.log10(drawn.getMin()) - FOOT : 0, high - 1), high);
  }

  /// How high a bar is.
  ///
  /// @param density its density
  /// @return share of the axis, 0 to 1; 0 for a density of 0
  public double share(double density) {
    return density > 0 ? Math.clamp((Math.log10(density) - low) / (high - low), 0.0, 1.0) : 0;
  }
}
