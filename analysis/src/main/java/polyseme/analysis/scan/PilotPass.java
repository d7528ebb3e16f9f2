// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.gather.ContextBasis;
import polyseme.analysis.gather.ContextCovariance;
import polyseme.analysis.gather.Quanta;
import polyseme.analysis.gather.Resting;
import polyseme.analysis.gather.RestingFinder;
import polyseme.analysis.gather.ScanCore;
import polyseme.analysis.gather.WindowBatch;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Workers;

/// Looks at the first 65,536 tokens of a corpus before the scan: where neurons rest and how far
/// they go, and in which directions their contexts vary. The same numbers for every part and any
/// number of workers: layers are shared out, each sees its vectors in the order of the corpus.
final class PilotPass {

  /// Tokens that the pilot looks at.
  static final int TOKENS = 65_536;

  private static final String STEP = "Looking ahead";

  private final HookedModel model;
  private final ScanShape shape;
  private final WindowBatches batches;
  private final Progress progress;

  PilotPass(HookedModel model, ScanShape shape, TokenTable tokens, Progress progress) {
    this.model = model;
    this.shape = shape;
    this.progress = progress;
    batches = new WindowBatches(shape, tokens);
  }

  Pilot run(UnitPlan plan, Workers workers) throws PolysemeException {
    var content = shape.options().content();
    if (content.kinds().isEmpty()) {
      return new Pilot(unlooked(), null);
    }
    var seen = new Seen(shape, content.keeps(ScanContent.Kind.COHERENCE));
    var end = end(plan);
    long total = 0;
    for (var unit = 0; unit < end; unit++) {
      total += plan.windows(unit).stream().mapToLong(window -> window.counted()).sum();
    }
    long done = 0;
    for (var unit = 0; unit < end; unit++) {
      for (var batch : batches.of(plan.windows(unit))) {
        progress.checkCancelled();
        seen.take(model, batch);
        done += batch.tokenCount();
        progress.report(STEP, done, total, "tokens");
      }
    }
    return seen.finish(workers);
  }

  /// What these batches tell, instead of the beginning of a corpus.
  static Pilot of(HookedModel model, ScanShape shape, List<WindowBatch> batches)
      throws PolysemeException {
    var seen = new Seen(shape, shape.options().content().keeps(ScanContent.Kind.COHERENCE));
    for (var batch : batches) {
      seen.take(model, batch);
    }
    try (var workers = new Workers(1)) {
      return seen.finish(workers);
    }
  }

  private List<Resting> unlooked() {
    var resting = new ArrayList<Resting>();
    for (var hook : shape.hooks()) {
      var size = hook.index().size();
      resting.add(new Resting(new float[size], new Quanta(new int[size])));
    }
    return resting;
  }

  /// Behind the last unit that the pilot looks at.
  private static int end(UnitPlan plan) {
    var tokens = 0L;
    var unit = 0;
    while (unit < plan.units() && tokens < TOKENS) {
      tokens += plan.windows(unit++).stream().mapToLong(window -> window.counted()).sum();
    }
    return unit;
  }

  /// What was seen so far.
  private static final class Seen {

    private final ScanShape shape;
    private final List<ScanCore> cores = new ArrayList<>();
    private final List<ContextCovariance> contexts = new ArrayList<>();

    Seen(ScanShape shape, boolean withContexts) {
      this.shape = shape;
      for (var hook : shape.hooks()) {
        cores.add(new ScanCore(hook.index(), 1, List.of()));
      }
      for (var layer = 0; withContexts && layer < shape.nLayers(); layer++) {
        contexts.add(new ContextCovariance(shape.dModel()));
      }
    }

    void take(HookedModel model, WindowBatch batch) throws PolysemeException {
      cores.forEach(ScanCore::beginUnit);
      model.stream(
          ForwardRequest.capturing(batch.tokens(), shape.capture(!contexts.isEmpty())),
          (hook, values) -> {
            if (hook instanceof HookPoint.InBlock(int layer, var site)) {
              if (site == shape.contexts() && !contexts.isEmpty()) {
                takeContexts(contexts.get(layer), values, batch);
              }
              for (var i = 0; i < cores.size(); i++) {
                if (shape.hooks().get(i).site() == site) {
                  cores.get(i).accept(layer, values, batch, null);
                }
              }
            }
          });
      for (var core : cores) {
        var oddity = core.endBatch(batch);
        if (oddity != null) {
          throw oddity.refused();
        }
      }
    }

    private void takeContexts(ContextCovariance into, FloatBuffer values, WindowBatch batch) {
      var width = batch.tokens().width();
      for (var row = 0; row < batch.windows().size(); row++) {
        var window = batch.windows().get(row);
        for (var at = window.from(); at < window.to(); at++) {
          var place = row * width + batch.lead() + at;
          into.add(values, values.position() + place * shape.dModel());
        }
      }
    }

    Pilot finish(Workers workers) throws PolysemeException {
      var tasks =
          IntStream.range(0, cores.size())
              .mapToObj(i ->
                  (Callable<Resting>)
                      () -> RestingFinder.find(cores.get(i), shape.hooks().get(i).index()))
              .toList();
      return new Pilot(workers.all(tasks), basis());
    }

    private @Nullable ContextBasis basis() {
      return contexts.isEmpty() ? null : ContextBasis.of(contexts);
    }
  }
}
