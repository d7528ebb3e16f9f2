// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

/// What one bench measured.
///
/// @param id the bench
/// @param value what was measured, in `unit`
/// @param unit what value and bar are in
/// @param bar the greatest value that is good enough
/// @param holds whether the value does not pass the bar
public record BenchResult(String id, double value, String unit, double bar, boolean holds) {

  static BenchResult of(Bench bench, double value) {
    return new BenchResult(bench.id(), value, bench.unit(), bench.bar(), value <= bench.bar());
  }
}
