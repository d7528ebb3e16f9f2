// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import polyseme.app.task.JobProgress;
import polyseme.engine.task.Progress;

/// Progress as lines: one that is written over on a terminal, one every few seconds elsewhere.
final class TerminalProgress implements Progress, AutoCloseable {

  private static final Duration LIVE = Duration.ofMillis(100);
  private static final Duration LOGGED = Duration.ofSeconds(5);
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean live;
  private final boolean shown;
  private final BooleanSupplier stopped;
  private final LongSupplier nanoTime;
  private String step = "";
  private long stepStarted;
  private long lastShown;
  private boolean dirty;

  TerminalProgress(PrintWriter err, boolean live, boolean shown, BooleanSupplier stopped) {
    this(err, live, shown, stopped, System::nanoTime);
  }

  TerminalProgress(
      PrintWriter err,
      boolean live,
      boolean shown,
      BooleanSupplier stopped,
      LongSupplier nanoTime) {
    this.err = err;
    this.live = live;
    this.shown = shown;
    this.stopped = stopped;
    this.nanoTime = nanoTime;
    this.lastShown = nanoTime.getAsLong();
  }

  @Override
  public synchronized void report(String newStep, long done, long total, String unit) {
    var now = nanoTime.getAsLong();
    if (!newStep.equals(step)) {
      step = newStep;
      stepStarted = now;
    }
    var pause = live ? LIVE : LOGGED;
    if (!shown || now - lastShown < pause.toNanos()) {
      return;
    }
    lastShown = now;
    var line = new JobProgress(newStep, done, total, unit, (now - stepStarted) / 1e9).line();
    if (live) {
      err.print(CLEAR_LINE + line);
      err.flush();
      dirty = true;
    } else {
      err.println(line);
    }
  }

  @Override
  public boolean cancelled() {
    return stopped.getAsBoolean();
  }

  @Override
  public void close() {
    clear();
  }

  /// Takes the line away, so that something else can be printed.
  synchronized void clear() {
    if (dirty) {
      err.print(CLEAR_LINE);
      err.flush();
      dirty = false;
    }
  }
}
