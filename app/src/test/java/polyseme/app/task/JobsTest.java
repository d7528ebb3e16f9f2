// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The test's own thread plays the FX thread: it runs what jobs hand over, when it likes.
class JobsTest {

  private static final int REPORTS = 200_000;
  private static final long PATIENCE = 20;

  private final LinkedBlockingQueue<Runnable> handedOver = new LinkedBlockingQueue<>();
  private final Jobs jobs = new Jobs(handedOver::add);

  @AfterEach
  void close() {
    jobs.close();
  }

  private <T> JobState<T> lastState(Job<T> job) throws InterruptedException {
    while (jobs.busy() || !handedOver.isEmpty()) {
      var next = handedOver.poll(PATIENCE, TimeUnit.MILLISECONDS);
      if (next != null) {
        next.run();
      }
    }
    return job.state();
  }

  @Test
  void aResultArrives() throws InterruptedException {
    var states = new ArrayList<JobState<Integer>>();
    var job = jobs.start("slot", "Adding", Jobs.Lane.COMPUTE, _ -> 1 + 1, states::add);
    lastState(job);
    assertEquals(new JobState.Done<>(2), states.getLast());
  }

  @Test
  void manyReportsAreFewEvents() throws InterruptedException {
    var states = new ArrayList<JobState<Integer>>();
    var job =
        jobs.<Integer>start(
            "slot",
            "Counting",
            Jobs.Lane.COMPUTE,
            progress -> {
              for (var i = 0; i < REPORTS; i++) {
                progress.report("Counting", i, REPORTS, "numbers");
              }
              return REPORTS;
            },
            states::add);
    while (!job.state().ended()) {
      Thread.onSpinWait();
    }
    lastState(job);
    assertTrue(states.size() <= 2, states.size() + " events");
    assertInstanceOf(JobState.Done.class, states.getLast());
  }

  @Test
  void onlyTheNewestJobOfASlotIsHeard() throws InterruptedException {
    var heard = new ArrayList<JobState<String>>();
    var gate = new CountDownLatch(1);
    var first =
        jobs.start(
            "slot",
            "First",
            Jobs.Lane.COMPUTE,
            _ -> {
              gate.await();
              return "first";
            },
            heard::add);
    var second = jobs.start("slot", "Second", Jobs.Lane.COMPUTE, _ -> "second", heard::add);
    gate.countDown();
    lastState(second);
    assertInstanceOf(JobState.Cancelled.class, lastState(first));
    assertEquals(List.of(new JobState.Done<>("second")), heard);
  }

  @Test
  void aFailureIsShownAndNotLost() throws InterruptedException {
    var states = new ArrayList<JobState<String>>();
    var job =
        jobs.<String>start(
            "slot",
            "Failing",
            Jobs.Lane.COMPUTE,
            _ -> {
              throw new ExceptionInInitializerError("no such library");
            },
            states::add);
    lastState(job);
    assertInstanceOf(JobState.Failed.class, states.getLast());
  }

  @Test
  void cancellingIsNoFailure() throws InterruptedException {
    var started = new CountDownLatch(1);
    var job =
        jobs.<String>start(
            "slot",
            "Working",
            Jobs.Lane.COMPUTE,
            progress -> {
              started.countDown();
              while (true) {
                progress.checkCancelled();
              }
            },
            _ -> {});
    started.await();
    job.cancel();
    assertInstanceOf(JobState.Cancelled.class, lastState(job));
  }

  @Test
  void whatACancelledJobStillMadeIsClosed() throws InterruptedException {
    var closed = new AtomicBoolean();
    var started = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    var job =
        jobs.<AutoCloseable>start(
            "slot",
            "Opening",
            Jobs.Lane.COMPUTE,
            _ -> {
              started.countDown();
              gate.await();
              return () -> closed.set(true);
            },
            _ -> {});
    started.await();
    job.cancel();
    gate.countDown();
    lastState(job);
    assertTrue(closed.get());
  }

  @Test
  void theModelsThreadWorksInOrder() throws InterruptedException {
    var order = new ArrayList<Integer>();
    Job<Integer> last = jobs.start("0", "zero", Jobs.Lane.MODEL, _ -> 0, _ -> {});
    for (var i = 1; i <= 50; i++) {
      var number = i;
      last =
          jobs.start(
              "slot " + i,
              "Asking",
              Jobs.Lane.MODEL,
              _ -> {
                order.add(number);
                return number;
              },
              _ -> {});
    }
    lastState(last);
    assertEquals(order.stream().sorted().toList(), order);
    assertEquals(50, order.size());
  }

  @Test
  void aPausedJobWaitsAndACancelledOneDoesNotWaitForEver() throws Exception {
    var job = new Job<String>("wait", _ -> {}, Runnable::run);
    job.pause();
    var done =
        new FutureTask<>(() -> {
          job.checkCancelled();
          return "went on";
        });
    try (var threads = Executors.newSingleThreadExecutor()) {
      threads.execute(done);
      assertThrows(TimeoutException.class, () -> done.get(50, TimeUnit.MILLISECONDS));
      job.resume();
      assertEquals("went on", done.get(10, TimeUnit.SECONDS));
    }
    job.pause();
    job.cancel();
    assertThrows(CancellationException.class, job::checkCancelled);
  }
}
