// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// One measurement with a bar that its value may not pass.
public interface Bench {

  /// What to call it: `heatmap-35-tokens-solu-2l`.
  ///
  /// @return a name without spaces
  String id();

  /// What the value and the bar are in: `ms`, `s`, `ratio`.
  ///
  /// @return the unit
  String unit();

  /// Whether the bar is the least value that is good enough, not the greatest.
  ///
  /// @return true for speeds
  default boolean moreIsBetter() {
    return false;
  }

  /// The greatest value that is good enough, or the least if more is better.
  ///
  /// @return the bar, in the bench's unit
  double bar();

  /// Measures.
  ///
  /// @param progress told how far it is
  /// @return the value, in the bench's unit
  /// @throws PolysemeException if the machine lacks what the bench needs
  double measure(Progress progress) throws PolysemeException;
}
