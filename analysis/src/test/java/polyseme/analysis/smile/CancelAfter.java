// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.smile;

import java.util.concurrent.atomic.AtomicInteger;
import polyseme.engine.task.Progress;

/// Progress that somebody cancels after some reports.
final class CancelAfter implements Progress {

  final AtomicInteger reports = new AtomicInteger();
  private final int most;

  CancelAfter(int most) {
    this.most = most;
  }

  @Override
  public void report(String step, long done, long total, String unit) {
    reports.incrementAndGet();
  }

  @Override
  public boolean cancelled() {
    return reports.get() >= most;
  }
}
