// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.task;

import java.io.IOException;

/// Something that writes.
///
/// @param <T> what it writes to
@FunctionalInterface
public interface IoConsumer<T> {

  /// Writes everything.
  ///
  /// @param target where to
  /// @throws IOException if it cannot be written
  void accept(T target) throws IOException;
}
