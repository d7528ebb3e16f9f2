// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.task;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Work begun by [Workers#begin].
///
/// @param <T> what it gives
public final class Pending<T> implements AutoCloseable {

  private final Future<T> future;

  Pending(Future<T> future) {
    this.future = future;
  }

  /// Waits for the end.
  ///
  /// @return what the work gave
  /// @throws PolysemeException if the work threw it
  public T result() throws PolysemeException {
    try {
      return future.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException failed) {
      throw Workers.unwrapped(failed);
    }
  }

  /// Ends the work if it still goes on.
  @Override
  public void close() {
    future.cancel(true);
  }
}
