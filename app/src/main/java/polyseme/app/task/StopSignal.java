// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.task;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// Notices Ctrl+C: the program is not torn away at once but asked to stop, and gets some time to
/// clear away what is half-written.
public final class StopSignal implements BooleanSupplier, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AtomicBoolean requested = new AtomicBoolean();
  private final CountDownLatch cleared = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "polyseme-stop");

  private StopSignal() {}

  /// Begins to listen.
  ///
  /// @return a signal; closed when all is cleared away
  public static StopSignal listen() {
    var signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /// Whether somebody asked to stop.
  @Override
  public boolean getAsBoolean() {
    return requested.get();
  }

  private void stop() {
    requested.set(true);
    try {
      cleared.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    cleared.countDown();
    if (!requested.get()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // the program is ending already; the hook then has nothing to wait for
      }
    }
  }
}
