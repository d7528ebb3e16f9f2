// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.scene.paint.Color;
import polyseme.analysis.color.Categorical;
import polyseme.analysis.color.Theme;
import polyseme.app.theme.ThemeColors;

/// The colours of groups, the same on the map, in the table, in lists and on badges.
public final class GroupColors {

  private GroupColors() {}

  /// The colour of a group.
  ///
  /// @param number of the group, from 0
  /// @param count how many groups there are
  /// @param theme light or dark
  /// @return its colour
  public static Color of(int number, int count, Theme theme) {
    return ThemeColors.color(Categorical.many(number, Math.max(count, number + 1), theme));
  }
}
