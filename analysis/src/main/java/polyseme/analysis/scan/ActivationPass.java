// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import polyseme.analysis.gather.MomentForest;
import polyseme.analysis.gather.ProfileSample;
import polyseme.analysis.gather.ScanCore;
import polyseme.analysis.gather.Window;
import polyseme.analysis.gather.WindowBatch;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Reasons;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.Workers;

/// Second pass of a scan: runs the model over all windows and gathers what is kept of the
/// activations. Workers share the model; each gathers on its own, shard by shard.
final class ActivationPass {

  private static final String STEP = "Scanning";

  private final HookedModel model;
  private final ScanShape shape;
  private final TokenTable tokens;
  private final ProfileSample sample;
  private final Progress progress;
  private final MomentForest moments;
  private final ShardDealer dealer;
  private final Set<HookPoint> hooks;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final Object reporting = new Object();
  private long done;

  ActivationPass(
      HookedModel model,
      ScanShape shape,
      TokenTable tokens,
      ProfileSample sample,
      Progress progress) {
    this.model = model;
    this.shape = shape;
    this.tokens = tokens;
    this.sample = sample;
    this.progress = progress;
    var units = ShardDealer.count(tokens, shape.capacity(), shape.windowsPerShard());
    moments = new MomentForest(shape.neurons().size(), Math.toIntExact(units));
    dealer = new ShardDealer(tokens, shape.capacity(), shape.windowsPerShard());
    hooks =
        IntStream.range(0, shape.neurons().nLayers())
            .mapToObj(HookPoint::post)
            .collect(Collectors.toUnmodifiableSet());
  }

  /// What was gathered.
  ///
  /// @param core extremes and histograms of all workers
  /// @param moments central moments
  /// @param sample activations at the shared positions
  record Gathered(ScanCore core, MomentForest moments, ProfileSample sample) {}

  Gathered run(Workers workers) throws PolysemeException {
    var running = new Phaser(1);
    var cores = new ArrayList<ScanCore>();
    try {
      var tasks =
          IntStream.range(0, workers.count())
              .mapToObj(_ -> (Callable<ScanCore>) () -> work(running))
              .toList();
      cores.addAll(workers.all(tasks));
    } finally {
      stop.set(true);
      running
          .arriveAndAwaitAdvance(); // nobody may still use the files when they are moved or deleted
    }
    var first = cores.getFirst();
    cores.stream().skip(1).forEach(first::merge);
    return new Gathered(first, moments, sample);
  }

  private ScanCore work(Phaser running) throws PolysemeException {
    running.register();
    var finished = false;
    try {
      var core = new ScanCore(shape.neurons(), shape.options().topK(), sample, List.of());
      for (var shard = dealer.next(); shard != null && !stop.get(); shard = dealer.next()) {
        core.beginUnit();
        for (var batch : batches(shard.windows())) {
          if (stop.get()) {
            return core;
          }
          progress.checkCancelled();
          take(core, batch);
        }
        moments.accept(shard.number(), core.endUnit());
      }
      finished = true;
      return core;
    } finally {
      stop.compareAndSet(false, !finished);
      running.arriveAndDeregister();
    }
  }

  /// Windows side by side with others of their length, so that little is filled up; ties in the
  /// order of the corpus.
  private List<WindowBatch> batches(List<Window> windows) throws OutputException {
    var sorted = new ArrayList<>(windows);
    sorted.sort(Comparator.comparingInt(Window::length).reversed());
    var batches = new ArrayList<WindowBatch>();
    for (var from = 0; from < sorted.size(); from += shape.options().batchRows()) {
      var to = Math.min(from + shape.options().batchRows(), sorted.size());
      var rows = new ArrayList<int[]>();
      for (var window : sorted.subList(from, to)) {
        rows.add(ids(window));
      }
      batches.add(
          new WindowBatch(
              TokenBatch.ofRows(rows), List.copyOf(sorted.subList(from, to)), shape.lead()));
    }
    return batches;
  }

  private int[] ids(Window window) throws OutputException {
    try {
      var ids = tokens.read(window, shape.lead());
      if (shape.lead() == 1) {
        ids[0] = shape.bosId();
      }
      return ids;
    } catch (IOException failed) {
      throw new OutputException(
          "The tokens kept for the scan cannot be read again: %s.".formatted(Reasons.of(failed)),
          "Check the disk that the scan is written to.");
    }
  }

  private void take(ScanCore core, WindowBatch batch) throws RequestException {
    model.stream(
        ForwardRequest.capturing(batch.tokens(), hooks),
        (hook, values) -> {
          if (hook instanceof HookPoint.InBlock(int layer, _)) {
            core.accept(layer, values, batch, null);
          }
        });
    var oddity = core.endBatch(batch);
    if (oddity != null) {
      throw new RequestException(
          "Neuron %s gave %s at token %d of document %d (both from 0)."
              .formatted(
                  oddity.neuron(),
                  oddity.value(),
                  oddity.place().position(),
                  oddity.place().document()),
          "Check the model's weights; a scan averages no values that are no numbers.");
    }
    synchronized (reporting) {
      done += batch.tokenCount();
      progress.report(STEP, done, tokens.tokens(), "tokens");
    }
  }
}
