// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import java.util.Collection;
import polyseme.engine.text.EditDistance;

/// Finds what somebody may have meant to write.
public final class NearestName {

  private NearestName() {}

  /// The name that is spelled most alike.
  ///
  /// @param written what was written
  /// @param names at least one name
  /// @return the one with the fewest letters to add, remove or replace; the first of several
  public static String of(String written, Collection<String> names) {
    var nearest = "";
    var least = Integer.MAX_VALUE;
    for (var name : names) {
      // Never below the difference in length, so most names need no look at their letters.
      if (Math.abs(name.length() - written.length()) < least) {
        var distance = EditDistance.between(written, name);
        if (distance < least) {
          least = distance;
          nearest = name;
        }
      }
    }
    return nearest;
  }
}
