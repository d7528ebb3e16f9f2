// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.List;

/// How a neuron's activation depends on where in its window a token stands.
///
/// @param bins those in which tokens were met, ascending
/// @param tokens how many tokens were met
/// @param mutualInformation bits that the bin tells about whether the activation is above 0, with
///   the correction of Miller and Madow: `I + (m_x + m_y − m_xy − 1) / (2 N ln 2)`, `m` being the
///   cells that are not empty; about 0, also a little below, where it tells nothing
/// @param cuts sums that were cut, see [Quanta]
public record PositionProfile(List<Bin> bins, long tokens, double mutualInformation, int cuts) {

  /// Some places of the window.
  ///
  /// @param first the first
  /// @param last the last, included
  /// @param tokens tokens met there
  /// @param mean mean activation
  /// @param active share of them with an activation above 0
  public record Bin(int first, int last, long tokens, double mean, double active) {}

  /// Keeps the bins unchangeable.
  public PositionProfile {
    bins = List.copyOf(bins);
  }

  /// Mutual information of a yes-or-no variable and a bin.
  ///
  /// @param yes tokens with yes in each bin
  /// @param all tokens in each bin
  /// @return bits, corrected after Miller and Madow; 0 without tokens
  static double mutualInformation(int[] yes, long[] all) {
    long total = 0;
    long totalYes = 0;
    for (var bin = 0; bin < all.length; bin++) {
      total += all[bin];
      totalYes += yes[bin];
    }
    var bits = 0.0;
    var excess = cells(totalYes, total) - 1;
    for (var bin = 0; bin < all.length; bin++) {
      if (all[bin] > 0) {
        bits += term(yes[bin], totalYes, all[bin], total);
        bits += term(all[bin] - yes[bin], total - totalYes, all[bin], total);
        excess += 1 - cells(yes[bin], all[bin]);
      }
    }
    return total == 0 ? 0 : bits + excess / (2.0 * total * Math.log(2));
  }

  private static int cells(long yes, long all) {
    return (yes > 0 ? 1 : 0) + (yes < all ? 1 : 0);
  }

  private static double term(long cell, long row, long column, long total) {
    if (cell == 0) {
      return 0;
    }
    var ratio = (double) cell * total / ((double) row * column);
    return (double) cell / total * Math.log(ratio) / Math.log(2);
  }
}
