// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.nio.file.Path;

/// Where a scan is written, which part of it is made, and what to do about one begun before.
///
/// @param into folder to make; must not exist, be empty or be that of an older scan, which is
///   replaced at the end
/// @param part which part, from 0
/// @param parts how many parts the scan is made in, on as many machines; 1 for all at once
/// @param begun what to do with an unfinished scan into the same folder
public record ScanTarget(Path into, int part, int parts, Begun begun) {

  /// What to do with an unfinished scan.
  public enum Begun {
    /// Refuse, so that nothing is lost.
    REFUSE,
    /// Go on with it; begin if there is none.
    RESUME,
    /// Throw it away and begin anew.
    RESTART
  }

  /// Refuses parts that are none.
  public ScanTarget {
    if (part < 0 || part >= parts) {
      throw new IllegalArgumentException("part %d of %d".formatted(part, parts));
    }
  }

  /// The whole scan; one begun before is refused.
  ///
  /// @param into folder to make
  /// @return the target
  public static ScanTarget of(Path into) {
    return new ScanTarget(into, 0, 1, Begun.REFUSE);
  }

  /// The whole scan; one begun before goes on.
  ///
  /// @param into folder to make
  /// @return the target
  public static ScanTarget resuming(Path into) {
    return new ScanTarget(into, 0, 1, Begun.RESUME);
  }
}
