// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import polyseme.analysis.scan.ScanContent;
import polyseme.analysis.scan.ScanKernelBench;
import polyseme.engine.RandomModels;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// What a scan adds to the forward pass: passes of 8 × 128 tokens to the last `hook_post`, with all
/// that a worker gathers, over the same passes without it. Passes of both kinds take turns, each
/// with other tokens; median of the ratios, once the samples of a scan are full.
///
/// @param id what it is called
/// @param model the model and how many passes to measure
/// @param content what is kept
/// @param bar greatest ratio that is good enough
record ScanOverForwardBench(String id, ScanPasses model, ScanContent content, double bar)
    implements Bench {

  @Override
  public String unit() {
    return "ratio";
  }

  @Override
  public double measure(Progress progress) throws PolysemeException {
    var config = model.config();
    var words = new ZipfTokens(config.dims().dVocab());
    var batches = words.batches(ScanPasses.DISTINCT);
    var posts = Passes.posts(config);
    var turn = new int[1];
    try (var opened = RandomModels.open(config, 1)) {
      var counts = words.counts(ScanPasses.CORPUS);
      var kernel = ScanKernelBench.of(opened, content, counts, batches.subList(0, 2));
      for (var i = 0; i < model.warmUp(); i++) {
        progress.checkCancelled();
        kernel.scan(batches.get(i % ScanPasses.DISTINCT));
      }
      return Timing.medianRatio(
          2,
          model.pairs(),
          () -> {
            progress.checkCancelled();
            kernel.scan(batches.get(turn[0] % ScanPasses.DISTINCT));
          },
          () -> {
            var tokens = batches.get(turn[0]++ % ScanPasses.DISTINCT);
            opened.stream(ForwardRequest.capturing(tokens, posts), (_, _) -> {});
          });
    }
  }
}
