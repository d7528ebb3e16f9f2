// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.parity;

/// Gathers the differences of one hook point over the texts.
final class HookTally {

  private final String hook;
  private final double tolerance;
  private long numbers;
  private double error = -1;
  private double maxAbs;
  private double squares;
  private double relative;
  private int worstText;
  private boolean agrees = true;
  private String remark = "";

  HookTally(String hook, double tolerance) {
    this.hook = hook;
    this.tolerance = tolerance;
  }

  void add(int text, Difference difference) {
    numbers += difference.numbers();
    squares += difference.squares();
    maxAbs = Math.max(maxAbs, difference.maxAbs());
    relative = Math.max(relative, difference.relative());
    count(text, difference.error());
  }

  /// Takes note of a tensor that has no number to compare.
  void addUnlike(int text, String why) {
    maxAbs = Double.POSITIVE_INFINITY;
    relative = Double.POSITIVE_INFINITY;
    remark = remark.isEmpty() ? "text %d: %s".formatted(text, why) : remark;
    count(text, Double.POSITIVE_INFINITY);
  }

  private void count(int text, double next) {
    agrees &= next <= tolerance; // false for NaN
    if (Double.compare(next, error) > 0) {
      error = next;
      worstText = text;
    }
  }

  HookParity result() {
    var rms = numbers == 0 ? Double.POSITIVE_INFINITY : Math.sqrt(squares / numbers);
    return new HookParity(hook, numbers, error, maxAbs, rms, relative, worstText, agrees, remark);
  }
}
