// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.task;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.Progress;

/// Starts background work. Work is started in a slot; a new job cancels the slot's old one, and
/// only the newest may reach the screen. Called on the FX thread only.
public final class Jobs implements AutoCloseable {

  /// Work that may take long and may fail.
  ///
  /// @param <T> what it gives
  @FunctionalInterface
  public interface Work<T> {
    /// Does it.
    ///
    /// @param progress told how far it is
    /// @return the result
    /// @throws Exception if it fails
    T run(Progress progress) throws Exception;
  }

  /// Which thread does the work.
  public enum Lane {
    /// The one thread that asks the open model, in order.
    MODEL,
    /// A thread of its own.
    COMPUTE
  }

  private final Consumer<Runnable> fxThread;
  private final Map<String, Job<?>> slots = new HashMap<>();
  private final ReadOnlyObjectWrapper<@Nullable Job<?>> newest = new ReadOnlyObjectWrapper<>();
  private final AtomicInteger atWork = new AtomicInteger();
  private final ExecutorService model =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("polyseme-model").factory());
  private final ExecutorService compute =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("polyseme-compute-", 0).factory());

  /// Makes jobs that report by [FxThread].
  public Jobs() {
    this(FxThread::run);
  }

  /// Makes jobs that report otherwise, for tests.
  ///
  /// @param fxThread runs what listeners do
  public Jobs(Consumer<Runnable> fxThread) {
    this.fxThread = fxThread;
  }

  /// Starts work and cancels the slot's old job.
  ///
  /// @param <T> what it gives
  /// @param slot `"scan"`, `"embedding"` …
  /// @param title what people call it
  /// @param lane which thread does it
  /// @param work the work
  /// @param listener told each new state on the FX thread, unless a newer job has the slot
  /// @return the job
  public <T> Job<T> start(
      String slot, String title, Lane lane, Work<T> work, Consumer<JobState<T>> listener) {
    cancel(slot);
    var holder =
        new Object() {
          @Nullable Job<T> job;
        };
    var job =
        new Job<T>(
            title,
            state -> {
              if (slots.get(slot) == holder.job) {
                listener.accept(state);
                clearEnded(state, holder.job);
              }
            },
            fxThread);
    holder.job = job;
    slots.put(slot, job);
    newest.set(job);
    atWork.incrementAndGet();
    (lane == Lane.MODEL ? model : compute).execute(() -> run(job, work));
    return job;
  }

  private void clearEnded(JobState<?> state, @Nullable Job<?> job) {
    if (state.ended() && newest.get() == job) {
      newest.set(
          slots.values().stream().filter(other -> !other.state().ended()).findAny().orElse(null));
    }
  }

  // decision: the one place in the window that catches everything, so that no failure is lost
  @SuppressWarnings("ThrowSpecificity")
  private <T> void run(Job<T> job, Work<T> work) {
    try {
      job.checkCancelled();
      job.end(new JobState.Done<>(work.run(job)));
    } catch (CancellationException _) {
      job.cancel();
      job.end(new JobState.Cancelled<>());
    } catch (Exception | LinkageError | OutOfMemoryError failure) {
      job.end(new JobState.Failed<>(failure));
    } finally {
      atWork.decrementAndGet();
    }
  }

  /// Whether some job, heard or not, has not handed over its last state yet.
  ///
  /// @return false once nothing more will come of what was started
  public boolean busy() {
    return atWork.get() > 0;
  }

  /// Closes something once the model's thread has done what it was asked before.
  ///
  /// @param unneeded what to close
  public void closeAfterModelWork(AutoCloseable unneeded) {
    model.execute(() -> Job.closeQuietly(unneeded));
  }

  /// Cancels whatever a slot holds.
  ///
  /// @param slot the slot
  public void cancel(String slot) {
    var old = slots.remove(slot);
    if (old != null) {
      old.cancel();
    }
  }

  /// Makes what a slot holds wait, if anything.
  ///
  /// @param slot the slot
  public void pause(String slot) {
    var job = slots.get(slot);
    if (job != null) {
      job.pause();
    }
  }

  /// Lets what a slot holds go on.
  ///
  /// @param slot the slot
  public void resume(String slot) {
    var job = slots.get(slot);
    if (job != null) {
      job.resume();
    }
  }

  /// The job started last that has not ended, for the status bar.
  ///
  /// @return null when nothing runs
  public ReadOnlyObjectProperty<@Nullable Job<?>> newestProperty() {
    return newest.getReadOnlyProperty();
  }

  @Override
  public void close() {
    slots.values().forEach(Job::cancel);
    model.shutdown();
    compute.shutdown();
  }
}
