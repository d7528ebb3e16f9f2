// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.Progress;

/// Waiting that can be cancelled.
final class Waiting {

  private static final Duration STEP = Duration.ofMillis(50);

  /// What gives something after a while.
  ///
  /// @param <T> what
  @FunctionalInterface
  interface Poll<T> {
    /// Waits for at most so long.
    @Nullable T within(Duration time) throws InterruptedException;
  }

  private Waiting() {}

  /// Does nothing for a while.
  static void pause(Duration time, Progress progress) {
    var end = System.nanoTime() + time.toNanos();
    Poll<Boolean> sleep =
        step -> {
          Thread.sleep(
              Math.min(step.toMillis(), Math.max(0, (end - System.nanoTime()) / 1_000_000)));
          return System.nanoTime() >= end ? true : null;
        };
    poll(sleep, time.plus(STEP), progress);
  }

  /// Asks again and again until there is an answer, the time is over or somebody cancels.
  ///
  /// @return the answer, null when the time is over
  static <T> @Nullable T poll(Poll<T> question, Duration time, Progress progress) {
    var end = System.nanoTime() + time.toNanos();
    try {
      do {
        progress.checkCancelled();
        var answer = question.within(STEP);
        if (answer != null) {
          return answer;
        }
      } while (System.nanoTime() < end);
      return null;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  /// Waits for what another thread does; gives it up when cancelled.
  static <T> T result(Future<T> pending, Progress progress) throws IOException {
    try {
      while (true) {
        progress.checkCancelled();
        try {
          return pending.get(STEP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
          // not yet
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    } finally {
      pending.cancel(true);
    }
  }
}
