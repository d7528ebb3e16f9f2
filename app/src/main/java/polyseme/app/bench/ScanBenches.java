// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.util.EnumSet;
import java.util.List;
import polyseme.analysis.scan.ScanContent;
import polyseme.analysis.scan.ScanContent.Kind;

/// The benches of the scan.
public final class ScanBenches {

  private ScanBenches() {}

  /// All of them.
  ///
  /// @return in the order they are run
  public static List<Bench> all() {
    var solu = new ScanPasses(Shapes.solu2l(), 64, 24);
    var gpt2 = new ScanPasses(Shapes.gpt2(), 24, 9);
    var core = ScanContent.core();
    var all = ScanContent.defaults();
    var kinds = EnumSet.copyOf(all.kinds());
    kinds.remove(Kind.TOKENS);
    var usual = new ScanContent(all.hooks(), kinds, all.budget());
    return List.of(
        new ScanOverForwardBench("scan-core-over-forward-solu-2l", solu, core, 1.15),
        new ScanOverForwardBench("scan-core-over-forward-gpt2", gpt2, core, 1.15),
        new ScanOverForwardBench("scan-default-over-forward-solu-2l", solu, usual, 1.3),
        new ScanOverForwardBench("scan-default-over-forward-gpt2", gpt2, usual, 1.3),
        new ScanOverForwardBench("scan-token-table-over-forward-solu-2l", solu, all, 1.5),
        new ScanTwoWorkersBench(
            "scan-two-workers-over-one-solu-2l", new ScanPasses(solu.config(), 64, 7), usual));
  }
}
