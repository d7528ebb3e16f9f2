// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A fixed number of threads for computing; the only place that makes threads below the window.
public final class Workers implements AutoCloseable {

  private final int count;
  private final ExecutorService executor;

  /// Starts the threads.
  ///
  /// @param count how many threads, at least 1
  public Workers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(count + " workers");
    }
    this.count = count;
    this.executor =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().name("polyseme-worker-", 0).daemon().factory());
  }

  /// As many threads as there are processors.
  ///
  /// @return new workers
  public static Workers perProcessor() {
    return new Workers(Runtime.getRuntime().availableProcessors());
  }

  /// How many threads there are.
  ///
  /// @return the count
  public int count() {
    return count;
  }

  /// Runs all tasks and waits for them.
  ///
  /// @param <T> what a task gives
  /// @param tasks what to do
  /// @return results in the order of the tasks
  /// @throws PolysemeException the first one thrown by a task, in their order
  public <T> List<T> all(List<? extends Callable<T>> tasks) throws PolysemeException {
    var futures = new ArrayList<Future<T>>();
    for (var task : tasks) {
      futures.add(executor.submit(task));
    }
    var results = new ArrayList<T>();
    try {
      for (var future : futures) {
        results.add(future.get());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException failed) {
      throw unwrapped(failed);
    } finally {
      futures.forEach(future -> future.cancel(false));
    }
    return results;
  }

  /// Begins one task and goes on.
  ///
  /// @param <T> what the task gives
  /// @param task what to do
  /// @return the task on its way; interrupted if that is closed first
  public <T> Pending<T> begin(Callable<T> task) {
    return new Pending<>(executor.submit(task));
  }

  static PolysemeException unwrapped(ExecutionException failed) {
    return switch (failed.getCause()) {
      case PolysemeException known -> known;
      case RuntimeException mistake -> throw mistake;
      case Error error -> throw error;
      case null -> throw new IllegalStateException(failed);
      case Throwable other -> throw new IllegalStateException(other);
    };
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
