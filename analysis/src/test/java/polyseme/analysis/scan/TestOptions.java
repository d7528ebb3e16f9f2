// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

/// Settings of scans in tests, everything kept that is kept by default.
final class TestOptions {

  private TestOptions() {}

  static ScanOptions of(int topK, int context, int rows, int places, long seed, int workers) {
    return ScanOptions.defaults()
        .withTopK(topK)
        .withContextTokens(context)
        .withBatchRows(rows)
        .withProfilePositions(places)
        .withSeed(seed)
        .withWorkers(workers);
  }
}
