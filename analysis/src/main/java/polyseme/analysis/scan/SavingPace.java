// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

/// When a worker saves: after its first shard, then whenever what it has done since would take at
/// least twenty times as long to do again as saving it takes.
final class SavingPace {

  private static final long FACTOR = 20;

  /// Work worth saving before the result is written, in nanoseconds.
  private static final long WORTH = 2_000_000_000L;

  private long cost;
  private long asked = System.nanoTime();
  private long last = asked;

  boolean isDue() {
    asked = System.nanoTime();
    return asked - last >= FACTOR * cost;
  }

  /// Whether what was done since the last time is worth saving although all is done.
  boolean isWorthIt() {
    return System.nanoTime() - last >= WORTH;
  }

  void saved() {
    last = System.nanoTime();
    cost = last - asked;
  }
}
