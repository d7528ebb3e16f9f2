// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import polyseme.analysis.gather.MomentForest;
import polyseme.analysis.gather.UnitMoments;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Workers;

/// Runs the model over shards of a corpus and gathers what is kept of the activations. Workers
/// share the model; each gathers on its own and takes one shard at a time. After a shard it saves
/// what it has, unless that would cost more than a twentieth of the time since it last did (see
/// [SavingPace]); what is saved is never done again.
final class ShardRun {

  private static final String STEP = "Scanning";

  private final HookedModel model;
  private final UnitPlan plan;
  private final WindowBatches batches;
  private final UnfinishedFolder folder;
  private final Progress progress;
  private final List<MomentForest> forests;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicInteger nextPart = new AtomicInteger();
  private final Object saving = new Object();
  private final Object reporting = new Object();
  private BitSet missing = new BitSet();
  private long done;
  private long total;

  /// @param tokens the corpus
  /// @param folder where finished shards are saved
  ShardRun(
      HookedModel model,
      ScanShape shape,
      UnitPlan plan,
      TokenTable tokens,
      UnfinishedFolder folder,
      Progress progress) {
    this.model = model;
    this.plan = plan;
    this.folder = folder;
    this.progress = progress;
    batches = new WindowBatches(shape, tokens);
    forests = Gathered.forests(shape, plan);
  }

  /// Does the shards that are wanted and not yet done.
  ///
  /// @param wanted numbers of shards
  /// @param factory makes a gathering for each worker
  /// @param workers threads
  /// @return all that is in the folder afterwards
  Gathered run(BitSet wanted, GatheringFactory factory, Workers workers)
      throws IOException, PolysemeException {
    var before = resume(factory);
    missing = (BitSet) wanted.clone();
    missing.andNot(before.shards());
    total = tokens(wanted);
    done = total - tokens(missing);
    if (done > 0) {
      report();
    }
    if (!missing.isEmpty()) {
      gather(factory, workers).forEach(before::merge);
    }
    return new Gathered(before, forests);
  }

  private Gathering resume(GatheringFactory factory) throws IOException, PolysemeException {
    if (folder.has(UnfinishedFolder.SUMS)) {
      PartFile.addSums(folder.path().resolve(UnfinishedFolder.SUMS), forests);
    }
    var old = UnfinishedFolder.parts(folder.path());
    var all = PartFile.load(folder.path(), factory);
    if (old.size() > 1) {
      var joined = old.getLast() + 1;
      folder.write(UnfinishedFolder.part(joined), PartFile.KIND, all::save);
      for (var number : old) {
        folder.remove(UnfinishedFolder.part(number));
      }
      old = List.of(joined);
    }
    nextPart.set(old.isEmpty() ? 0 : old.getLast() + 1);
    return all;
  }

  private long tokens(BitSet shards) {
    return shards.stream().mapToLong(plan::counted).sum();
  }

  private List<Gathering> gather(GatheringFactory factory, Workers workers)
      throws PolysemeException {
    var running = new Phaser(1);
    try {
      var tasks =
          IntStream.range(0, Math.min(workers.count(), missing.cardinality()))
              .mapToObj(_ -> (Callable<Gathering>) () -> work(factory.fresh(), running))
              .toList();
      return workers.all(tasks);
    } finally {
      stop.set(true);
      running
          .arriveAndAwaitAdvance(); // nobody may still use the files when they are moved or deleted
    }
  }

  private Gathering work(Gathering own, Phaser running) throws PolysemeException {
    running.register();
    var part = UnfinishedFolder.part(nextPart.getAndIncrement());
    var pace = new SavingPace();
    var unsaved = new TreeMap<Integer, List<UnitMoments>>();
    var finished = false;
    try {
      for (var shard = next(); shard >= 0 && !stop.get(); shard = next()) {
        for (var unit = plan.firstUnit(shard); unit < plan.endUnit(shard); unit++) {
          own.beginUnit();
          if (!gatherUnit(own, unit)) {
            return own;
          }
          unsaved.put(unit, own.endUnit());
        }
        own.finished(shard);
        if (pace.isDue()) {
          save(own, part, unsaved);
          pace.saved();
        }
      }
      if (pace.isWorthIt() && !unsaved.isEmpty()) {
        save(own, part, unsaved);
      }
      add(unsaved);
      finished = true;
      return own;
    } finally {
      stop.compareAndSet(false, !finished);
      running.arriveAndDeregister();
    }
  }

  private synchronized int next() {
    var shard = missing.nextSetBit(0);
    if (shard >= 0) {
      missing.clear(shard);
    }
    return shard;
  }

  private boolean gatherUnit(Gathering own, int unit) throws PolysemeException {
    for (var batch : batches.of(plan.windows(unit))) {
      if (stop.get()) {
        return false;
      }
      progress.checkCancelled();
      model.stream(ForwardRequest.capturing(batch.tokens(), own.capture()), own.sink(batch));
      var oddity = own.endBatch(batch);
      if (oddity != null) {
        throw oddity.refused();
      }
      synchronized (reporting) {
        done += batch.tokenCount();
        report();
      }
    }
    return true;
  }

  private void report() {
    progress.report(STEP, done, total, "tokens");
  }

  private void add(Map<Integer, List<UnitMoments>> unsaved) {
    unsaved.forEach((unit, sums) -> {
      for (var hook = 0; hook < forests.size(); hook++) {
        forests.get(hook).accept(unit, sums.get(hook));
      }
    });
    unsaved.clear();
  }

  // Moments first: a shard counts as finished once its worker's file has it.
  private void save(Gathering own, String part, Map<Integer, List<UnitMoments>> unsaved)
      throws OutputException {
    try {
      synchronized (saving) {
        add(unsaved);
        folder.write(
            UnfinishedFolder.SUMS, PartFile.SUMS_KIND, out -> PartFile.saveSums(out, forests));
      }
      folder.write(part, PartFile.KIND, own::save);
    } catch (IOException failed) {
      throw Scanner.unwritable(folder.path(), failed);
    }
  }
}
