// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.task;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import polyseme.engine.task.Progress;

/// One piece of background work. Its states reach the listener on the FX thread, the newest only:
/// however often the work reports, the FX thread has at most one event of it waiting.
///
/// @param <T> what it gives
public final class Job<T> implements Progress {

  private static final Logger LOG = LoggerFactory.getLogger(Job.class);

  private final String title;
  private final Consumer<JobState<T>> listener;
  private final Consumer<Runnable> fxThread;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicReference<JobState<T>> state =
      new AtomicReference<>(new JobState.Waiting<>());
  private final AtomicLong waited = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition goOn = lock.newCondition();
  private boolean paused;
  private long pausedAt;
  private volatile String step = "";
  private volatile long stepStarted = System.nanoTime();

  Job(String title, Consumer<JobState<T>> listener, Consumer<Runnable> fxThread) {
    this.title = title;
    this.listener = listener;
    this.fxThread = fxThread;
  }

  /// What people call it.
  ///
  /// @return a short title
  public String title() {
    return title;
  }

  /// How it stands.
  ///
  /// @return the newest state
  public JobState<T> state() {
    return state.get();
  }

  /// Asks it to stop; it ends as cancelled, whatever it still gives.
  public void cancel() {
    cancelled.set(true);
    resume();
  }

  /// Makes it wait where it next asks whether to stop.
  public void pause() {
    lock.lock();
    try {
      if (!paused && !cancelled()) {
        paused = true;
        pausedAt = System.nanoTime();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Lets it go on after a [#pause()]; the time it waited does not count in its rate.
  public void resume() {
    lock.lock();
    try {
      if (paused) {
        paused = false;
        waited.addAndGet(System.nanoTime() - pausedAt);
        goOn.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void checkCancelled() {
    lock.lock();
    try {
      while (paused) {
        goOn.await();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      cancelled.set(true);
    } finally {
      lock.unlock();
    }
    Progress.super.checkCancelled();
  }

  @Override
  public boolean cancelled() {
    return cancelled.get();
  }

  @Override
  public void report(String newStep, long done, long total, String unit) {
    if (!newStep.equals(step)) {
      step = newStep;
      stepStarted = System.nanoTime() - waited.get();
    }
    var seconds = (System.nanoTime() - waited.get() - stepStarted) / 1e9;
    move(new JobState.Running<>(new JobProgress(newStep, done, total, unit, seconds)));
  }

  void end(JobState<T> last) {
    if (!cancelled()) {
      move(last);
      return;
    }
    if (last instanceof JobState.Done<T>(var result) && result instanceof AutoCloseable unwanted) {
      closeQuietly(unwanted);
    }
    move(new JobState.Cancelled<>());
  }

  // A result that nobody will see must not keep its memory.
  static void closeQuietly(AutoCloseable unwanted) {
    try {
      unwanted.close();
    } catch (Exception failure) {
      LOG.warn("could not close what a cancelled job made", failure);
    }
  }

  private void move(JobState<T> next) {
    state.updateAndGet(now -> now.ended() ? now : next);
    if (scheduled.compareAndSet(false, true)) {
      fxThread.accept(() -> {
        scheduled.set(false);
        listener.accept(state.get());
      });
    }
  }
}
