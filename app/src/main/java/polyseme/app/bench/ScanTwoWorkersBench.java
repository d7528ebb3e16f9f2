// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import polyseme.analysis.scan.ScanContent;
import polyseme.analysis.scan.ScanKernelBench;
import polyseme.engine.RandomModels;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Workers;

/// How much faster two workers scan than one: the time one takes for a number of batches over the
/// time two take for half of them each, in turn; median of the ratios.
///
/// @param id what it is called
/// @param model the model and how many passes to measure
/// @param content what is kept
record ScanTwoWorkersBench(String id, ScanPasses model, ScanContent content) implements Bench {

  private static final int BATCHES = 8;

  @Override
  public String unit() {
    return "ratio";
  }

  @Override
  public double bar() {
    return 1.7;
  }

  @Override
  public boolean moreIsBetter() {
    return true;
  }

  @Override
  public double measure(Progress progress) throws PolysemeException {
    var words = new ZipfTokens(model.config().dims().dVocab());
    var batches = words.batches(ScanPasses.DISTINCT);
    try (var opened = RandomModels.open(model.config(), 1);
        var workers = new Workers(2)) {
      var counts = words.counts(ScanPasses.CORPUS);
      var first = ScanKernelBench.of(opened, content, counts, batches.subList(0, 2));
      var both = List.of(first, first.another());
      for (var i = 0; i < model.warmUp(); i += 2 * BATCHES) {
        progress.checkCancelled();
        scan(both, batches, workers);
      }
      return Timing.medianRatio(
          1,
          model.pairs(),
          () -> {
            progress.checkCancelled();
            scan(both.subList(0, 1), batches, workers);
          },
          () -> scan(both, batches, workers));
    }
  }

  private static void scan(List<ScanKernelBench> kernels, List<TokenBatch> batches, Workers workers)
      throws PolysemeException {
    var tasks = new ArrayList<Callable<Boolean>>();
    for (var kernel : kernels) {
      tasks.add(() -> {
        for (var i = 0; i < BATCHES / kernels.size(); i++) {
          kernel.scan(batches.get(i));
        }
        return true;
      });
    }
    workers.all(tasks);
  }
}
