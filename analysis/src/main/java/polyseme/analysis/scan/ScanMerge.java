// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import polyseme.analysis.gather.MomentForest;
import polyseme.analysis.section.SectionFile;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.StoreException;

/// Puts the parts of a scan together, which were made on different machines or at different times.
/// The result has the bytes that one run would have given. No model is needed.
public final class ScanMerge {

  private static final String STEP = "Merging";

  private ScanMerge() {}

  /// Merges.
  ///
  /// @param parts folders of parts, in any order
  /// @param into folder to make, as for [Scanner#scan]
  /// @param progress told how many parts are in
  /// @throws PolysemeException if parts are missing, doubled, damaged or not of the same scan, or
  ///   if the result cannot be written
  public static void merge(List<Path> parts, Path into, Progress progress)
      throws PolysemeException {
    if (parts.isEmpty()) {
      throw new RequestException("There is nothing to merge.", "Give the folders of all parts.");
    }
    try {
      ScanFolder.check(into);
      var first = parts.getFirst();
      for (var part : parts) {
        checkSame(first, part);
      }
      try (var tokens = TokenTable.open(first)) {
        write(result(parts, tokens, progress), first, into);
      }
    } catch (IOException failed) {
      throw Scanner.unwritable(into, failed);
    }
  }

  private static void checkSame(Path first, Path other) throws IOException, PolysemeException {
    if (!Files.isRegularFile(other.resolve(UnfinishedFolder.SUMS))) {
      throw new StoreException(
          "%s holds no part of a scan.".formatted(other),
          Files.isRegularFile(other.resolve(NeuronFile.NAME))
              ? "It is a whole scan; only parts made with --shard are merged."
              : "Give folders made by “polyseme scan --shard”.");
    }
    check(first, other, ScanJson.FILE, "model, corpus or settings are not the same");
    check(first, other, TokenStoreWriter.TOKENS, "their tokens differ");
    check(first, other, TokenStoreWriter.DOCUMENTS, "their documents differ");
    check(
        first,
        other,
        UnfinishedFolder.PILOT,
        "the beginning of the corpus gave other numbers, as processors of another kind do");
  }

  private static void check(Path first, Path other, String name, String why)
      throws IOException, StoreException {
    if (Files.mismatch(first.resolve(name), other.resolve(name)) >= 0) {
      throw new StoreException(
          "%s and %s are not parts of the same scan: %s.".formatted(first, other, why),
          name.equals(UnfinishedFolder.PILOT)
              ? "Make all parts on machines with the same kind of processor."
              : "Make all parts with the same model, corpus, settings and program.");
    }
  }

  private static ScanResult result(List<Path> parts, TokenTable tokens, Progress progress)
      throws IOException, PolysemeException {
    var first = parts.getFirst();
    var scanFile = first.resolve(ScanJson.FILE);
    var options = new ScanJson().read(ScanJson.load(scanFile), scanFile, "").options();
    var pilotFile = first.resolve(UnfinishedFolder.PILOT);
    ScanShape shape;
    try (var in = SectionFile.open(pilotFile, Pilot.KIND)) {
      shape = ScanShape.load(in, options);
    }
    var plan = new UnitPlan(tokens, shape.rule(), shape.windowsPerUnit());
    var factory = new GatheringFactory(shape, tokens, Pilot.load(pilotFile, shape));
    var all = factory.fresh();
    var forests = new ArrayList<List<MomentForest>>();
    for (var part : parts) {
      progress.checkCancelled();
      progress.report(STEP, forests.size(), parts.size(), "parts");
      add(part, all, factory);
      var sums = Gathered.forests(shape, plan);
      PartFile.addSums(part.resolve(UnfinishedFolder.SUMS), sums);
      forests.add(sums);
    }
    checkComplete(all, plan);
    return new ScanResult(shape, plan, tokens, factory, new Gathered(all, joined(forests)));
  }

  private static void add(Path part, Gathering all, GatheringFactory factory)
      throws IOException, PolysemeException {
    var own = PartFile.load(part, factory);
    if (own.shards().intersects(all.shards())) {
      throw new StoreException(
          "%s holds shards that another part holds too.".formatted(part), "Give every part once.");
    }
    all.merge(own);
  }

  private static void checkComplete(Gathering all, UnitPlan plan) throws OutputException {
    var missing = all.shards();
    missing.flip(0, plan.shards());
    if (!missing.isEmpty()) {
      throw new OutputException(
          "%d of %d shards are missing: %s."
              .formatted(missing.cardinality(), plan.shards(), ranges(missing)),
          "Make the missing parts and give all of them.");
    }
  }

  private static String ranges(BitSet shards) {
    var ranges = new ArrayList<String>();
    for (var from = shards.nextSetBit(0); from >= 0; ) {
      var to = shards.nextClearBit(from) - 1;
      ranges.add(from == to ? "" + from : from + "–" + to);
      from = shards.nextSetBit(to + 1);
    }
    return String.join(", ", ranges);
  }

  private static List<MomentForest> joined(List<List<MomentForest>> forests) {
    var all = forests.getFirst();
    for (var other : forests.subList(1, forests.size())) {
      for (var hook = 0; hook < all.size(); hook++) {
        all.get(hook).merge(other.get(hook));
      }
    }
    return all;
  }

  private static void write(ScanResult result, Path first, Path into)
      throws IOException, OutputException {
    try (var out = ScanFolder.prepare(into)) {
      out.copy(first, TokenStoreWriter.TOKENS, TokenStoreWriter.DOCUMENTS);
      out.copy(first, ScanJson.FILE, ScanJson.RUN_FILE);
      result.write(out);
      out.commit();
    }
  }
}
