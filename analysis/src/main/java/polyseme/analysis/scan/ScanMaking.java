// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import polyseme.engine.HookedModel;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Workers;

/// A scan from its corpus in tokens to its folder: pilot, shards, result.
final class ScanMaking {

  private final HookedModel model;
  private final ScanShape shape;
  private final TokenTable tokens;
  private final UnfinishedFolder folder;
  private final Progress progress;
  private final UnitPlan plan;

  /// @param tokens the corpus
  /// @param folder where the scan grows; removed when all is done
  ScanMaking(
      HookedModel model,
      ScanShape shape,
      TokenTable tokens,
      UnfinishedFolder folder,
      Progress progress) {
    this.model = model;
    this.shape = shape;
    this.tokens = tokens;
    this.folder = folder;
    this.progress = progress;
    plan = new UnitPlan(tokens, shape.rule(), shape.windowsPerUnit());
  }

  /// @param target where to, and which part
  /// @param begin when the scan was begun, in nanoseconds
  void run(ScanTarget target, long begin) throws IOException, PolysemeException {
    var wanted = ScanPlan.shards(plan, target);
    var threads = Math.clamp(wanted.cardinality(), 1, shape.options().workers());
    try (var workers = new Workers(threads)) {
      var factory = new GatheringFactory(shape, tokens, pilot(workers));
      var gathered = gather(wanted, factory, workers);
      progress.checkCancelled();
      progress.report("Writing", 0, 0, "bytes");
      var result = new ScanResult(shape, plan, tokens, factory, gathered);
      try (var out = ScanFolder.prepare(target.into())) {
        out.copy(folder.path(), TokenStoreWriter.TOKENS, TokenStoreWriter.DOCUMENTS);
        out.copy(folder.path(), ScanJson.FILE);
        out.write(
            ScanJson.RUN_FILE,
            new ScanJson().write(made(model.folder().path(), threads, System.nanoTime() - begin)));
        if (target.parts() > 1) {
          out.copy(folder.path(), UnfinishedFolder.PILOT);
          out.writeSections(
              UnfinishedFolder.SUMS,
              PartFile.SUMS_KIND,
              sums -> PartFile.saveSums(sums, gathered.forests()));
          out.writeSections(UnfinishedFolder.part(0), PartFile.KIND, gathered.gathering()::save);
        } else {
          result.write(out);
        }
        out.commit();
      }
    }
    folder.delete();
  }

  private Pilot pilot(Workers workers) throws IOException, PolysemeException {
    if (folder.has(UnfinishedFolder.PILOT)) {
      return Pilot.load(folder.path().resolve(UnfinishedFolder.PILOT), shape);
    }
    var pilot = new PilotPass(model, shape, tokens, progress).run(plan, workers);
    folder.write(
        UnfinishedFolder.PILOT,
        Pilot.KIND,
        out -> {
          shape.save(out);
          pilot.save(out);
        });
    return pilot;
  }

  private Gathered gather(BitSet wanted, GatheringFactory factory, Workers workers)
      throws IOException, PolysemeException {
    return new ShardRun(model, shape, plan, tokens, folder, progress).run(wanted, factory, workers);
  }

  /// What is said of this run.
  static ScanRun made(Path modelPath, int workers, long nanoseconds) {
    var machine =
        "%d processors, %s %s, Java %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version());
    return new ScanRun(
        Instant.now(),
        Duration.ofNanos(nanoseconds),
        workers,
        modelPath.toAbsolutePath().normalize().toString(),
        machine);
  }
}
