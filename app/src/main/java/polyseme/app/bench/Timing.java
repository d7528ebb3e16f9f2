// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.util.Arrays;
import polyseme.engine.task.PolysemeException;

/// Times work on this thread.
final class Timing {

  private static final double NANOS = 1e9;

  private Timing() {}

  /// Work that may fail.
  @FunctionalInterface
  interface Work {
    void run() throws PolysemeException;
  }

  /// Seconds one run takes.
  static double seconds(Work work) throws PolysemeException {
    var start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / NANOS;
  }

  /// Median of the seconds of several runs, after some that do not count.
  static double medianSeconds(int warmUp, int runs, Work work) throws PolysemeException {
    for (var i = 0; i < warmUp; i++) {
      work.run();
    }
    var seconds = new double[runs];
    for (var i = 0; i < runs; i++) {
      seconds[i] = seconds(work);
    }
    return median(seconds);
  }

  /// Median of the ratio of two kinds of work, done in turn so that a machine that changes its
  /// speed changes both.
  static double medianRatio(int warmUp, int pairs, Work above, Work below)
      throws PolysemeException {
    for (var i = 0; i < warmUp; i++) {
      above.run();
      below.run();
    }
    var ratios = new double[pairs];
    for (var i = 0; i < pairs; i++) {
      ratios[i] = seconds(above) / seconds(below);
    }
    return median(ratios);
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    var middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
