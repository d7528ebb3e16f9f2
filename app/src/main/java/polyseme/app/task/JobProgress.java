// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.task;

import java.util.Locale;

/// How far a job is and how fast it goes.
///
/// @param step what is being done
/// @param done how much is done, in `unit`
/// @param total how much there is; 0 when unknown
/// @param unit what is counted
/// @param seconds since the step began
public record JobProgress(String step, long done, long total, String unit, double seconds) {

  private static final double TOO_SOON = 0.5;

  /// Share of the work that is done.
  ///
  /// @return from 0 to 1, −1 when unknown
  public double fraction() {
    return total > 0 ? Math.min(1, done / (double) total) : -1;
  }

  /// Work a second.
  ///
  /// @return in `unit` a second, 0 while too little is known
  public double rate() {
    return seconds > TOO_SOON ? done / seconds : 0;
  }

  /// Time left at this rate.
  ///
  /// @return in seconds, NaN while unknown
  public double secondsLeft() {
    return rate() > 0 && total > 0 ? (total - done) / rate() : Double.NaN;
  }

  /// All of it in one line: `Scanning 42 %, 5,300 tokens/s, 12 s left`.
  ///
  /// @return a line for people
  public String line() {
    var out = new StringBuilder(step);
    if (fraction() > 0) {
      out.append(String.format(Locale.ROOT, " %.0f %%", 100 * fraction()));
    }
    if (rate() > 0 && total != 1) {
      out.append(", ").append(speed());
    }
    if (!Double.isNaN(secondsLeft())) {
      out.append(", ").append(left(Math.round(secondsLeft())));
    }
    return out.toString();
  }

  private String speed() {
    return unit.equals("bytes")
        ? String.format(Locale.ROOT, "%,.1f MB/s", rate() / 1e6)
        : String.format(Locale.ROOT, "%,.0f %s/s", rate(), unit);
  }

  private static String left(long seconds) {
    return seconds < 100
        ? seconds + " s left"
        : "%d min left".formatted(Math.round(seconds / 60.0));
  }
}
