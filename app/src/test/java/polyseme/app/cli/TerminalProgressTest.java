// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TerminalProgressTest {

  private static final long SECOND = 1_000_000_000;

  private final StringWriter err = new StringWriter();
  private final AtomicLong now = new AtomicLong();

  private TerminalProgress progress(boolean live, boolean shown) {
    return new TerminalProgress(new PrintWriter(err), live, shown, () -> false, now::get);
  }

  private void scan(TerminalProgress progress, int seconds) {
    for (var second = 0; second <= seconds; second++) {
      now.set(second * SECOND);
      progress.report("Scanning", second * 100L, 1_000, "tokens");
    }
    progress.close();
  }

  @Test
  void withoutATerminalThereIsALineEveryFiveSeconds() {
    scan(progress(false, true), 10);
    assertEquals(
        "Scanning 50 %, 100 tokens/s, 5 s left\nScanning 100 %, 100 tokens/s, 0 s left\n",
        err.toString().replace("\r\n", "\n"));
  }

  @Test
  void onATerminalOneLineIsWrittenOverAndClearedAway() {
    scan(progress(true, true), 4);
    assertTrue(err.toString().contains("\r\u001b[KScanning 40 %, 100 tokens/s, 6 s left"));
    assertTrue(err.toString().endsWith("\r\u001b[K"));
  }

  @Test
  void quietMeansQuiet() {
    scan(progress(true, false), 10);
    assertEquals("", err.toString());
  }

  @Test
  void ctrlCStopsTheWork() {
    var progress = new TerminalProgress(new PrintWriter(err), true, true, () -> true);
    assertThrows(CancellationException.class, progress::checkCancelled);
    progress.close();
  }
}
