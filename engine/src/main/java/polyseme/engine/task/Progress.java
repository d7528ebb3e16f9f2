// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.task;

import java.util.concurrent.CancellationException;

/// How long work talks to whoever waits for it. Implementations may be called from any thread.
public interface Progress {

  /// Progress that nobody watches and nobody cancels.
  Progress NONE = (step, done, total, unit) -> {};

  /// Says how far the work is; called once per batch.
  ///
  /// @param step what is being done, as a participle: `Scanning`
  /// @param done how much is done, in `unit`
  /// @param total how much there is, in `unit`; 0 when unknown
  /// @param unit what is counted, in plural: `tokens`
  void report(String step, long done, long total, String unit);

  /// Whether somebody asked to stop.
  ///
  /// @return true once the work should stop
  default boolean cancelled() {
    return false;
  }

  /// Stops the work if somebody asked for it; called before each batch.
  ///
  /// @throws CancellationException when cancelled
  default void checkCancelled() {
    if (cancelled()) {
      throw new CancellationException("cancelled");
    }
  }
}
