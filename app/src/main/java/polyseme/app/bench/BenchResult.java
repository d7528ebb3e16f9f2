// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

/// What one bench measured.
///
/// @param id the bench
/// @param value what was measured, in `unit`
/// @param unit what value and bar are in
/// @param bar the greatest value that is good enough, or the least if more is better
/// @param holds whether the value is good enough
public record BenchResult(String id, double value, String unit, double bar, boolean holds) {

  static BenchResult of(Bench bench, double value) {
    var holds = bench.moreIsBetter() ? value >= bench.bar() : value <= bench.bar();
    return new BenchResult(bench.id(), value, bench.unit(), bench.bar(), holds);
  }
}
