// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JobProgressTest {

  @Test
  void aLineTellsShareRateAndTimeLeft() {
    var progress = new JobProgress("Scanning", 4_000, 10_000, "tokens", 2);
    assertEquals("Scanning 40 %, 2,000 tokens/s, 3 s left", progress.line());
  }

  @Test
  void bytesAreMegabytes() {
    var progress = new JobProgress("Downloading a/b", 50_000_000, 100_000_000, "bytes", 10);
    assertEquals("Downloading a/b 50 %, 5.0 MB/s, 10 s left", progress.line());
  }

  @Test
  void nothingIsGuessedWhileTooLittleIsKnown() {
    assertEquals("Scanning 1 %", new JobProgress("Scanning", 1, 100, "tokens", 0.1).line());
    assertEquals("Choosing", new JobProgress("Choosing", 0, 9, "neurons", 0.1).line());
    assertEquals("Loading", new JobProgress("Loading", 0, 0, "tensors", 9).line());
  }

  @Test
  void longTimesAreMinutes() {
    var progress = new JobProgress("Scanning", 100, 10_000, "tokens", 10);
    assertEquals("Scanning 1 %, 10 tokens/s, 17 min left", progress.line());
  }
}
