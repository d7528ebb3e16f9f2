// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import polyseme.engine.task.HubException;
import polyseme.engine.task.Progress;

/// Counts failures in a row, waits between tries and gives up in the end.
final class Attempts {

  private static final int TRIES_TO_CONNECT = 3;

  private final HubTimes times;
  private final HubFailures failures;
  private final Progress progress;
  private int failed;

  Attempts(HubTimes times, HubFailures failures, Progress progress) {
    this.times = times;
    this.failures = failures;
    this.progress = progress;
  }

  /// Something came of the last try, so the next failure is the first again.
  void progressed() {
    failed = 0;
  }

  /// A connection could not be made or broke; waits until it is time for the next try.
  ///
  /// @throws HubException if that was the last try
  void broken(IOException reason) throws HubException {
    failed++;
    var most = reason instanceof ConnectException ? TRIES_TO_CONNECT : times.tries();
    if (failed >= most) {
      throw failures.unreachable(reason);
    }
    Waiting.pause(pause(), progress);
  }

  /// The server is too busy; waits for as long as it asks.
  ///
  /// @param status what it answered
  /// @param asked how long it asks to wait; zero if it did not say
  /// @throws HubException if that was the last try, or it asks for too long
  void busy(int status, Duration asked) throws HubException {
    failed++;
    if (failed >= times.tries() || asked.compareTo(times.longestWait()) > 0) {
      throw failures.busy(status, asked);
    }
    var wait = asked.compareTo(pause()) > 0 ? asked : pause();
    progress.report("Waiting, the hub is busy", 0, wait.toSeconds(), "seconds");
    Waiting.pause(wait, progress);
  }

  private Duration pause() {
    return times.firstPause().multipliedBy(1L << (failed - 1));
  }
}
