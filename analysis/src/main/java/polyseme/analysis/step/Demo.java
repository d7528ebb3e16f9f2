// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polyseme.analysis.color.PageTheme;
import polyseme.analysis.corpus.FileCorpus;
import polyseme.analysis.parity.ParityBadge;
import polyseme.analysis.report.ClusterSummary;
import polyseme.analysis.report.Report;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanContent;
import polyseme.analysis.scan.ScanOptions;
import polyseme.analysis.scan.ScanProvenance;
import polyseme.analysis.space.FeatureSpace;
import polyseme.engine.HookedModel;
import polyseme.engine.parity.Parity;
import polyseme.engine.task.AtomicFile;
import polyseme.engine.task.CorpusException;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.StoreException;

/// The whole path on the model and the corpus that come with the program. What takes long is kept
/// in the user's cache: unpacked files and the finished scan.
public final class Demo {

  /// Version of what the kept scan holds; another one is made anew.
  private static final int FORMAT = 2;

  private static final int CLUSTERS = 40;
  private static final long SEED = 42;
  private static final int MEMBERS_NAMED = 5;

  /// Small tables, so that the first start is quick.
  private static final ScanOptions OPTIONS =
      ScanOptions.defaults().withContent(ScanContent.defaults().withBudget(8 << 20));

  private static final String TOPIC = "topic";
  private static final List<String> COMMANDS =
      List.of(
          "polyseme demo --out FILE.html",
          "polyseme scan MODEL --corpus topics.jsonl --seed %d --table-mb 8 --out SCAN"
              .formatted(SEED),
          "polyseme map SCAN --points activations --color cluster --k %d --seed %d --out FILE.svg"
              .formatted(CLUSTERS, SEED),
          "polyseme cluster SCAN --points activations --k %d --seed %d --out FILE.csv"
              .formatted(CLUSTERS, SEED));

  private final Workbench workbench;
  private final Path cache;
  private final String program;

  /// Takes what it works with.
  ///
  /// @param workbench the use cases
  /// @param cache where files are unpacked and the scan is kept
  /// @param program name and version of the program; another version makes another scan
  public Demo(Workbench workbench, Path cache, String program) {
    this.workbench = workbench;
    this.cache = cache;
    this.program = program;
  }

  /// Opens the demo's scan; makes it first if this is the first time.
  ///
  /// @param progress told how far it is
  /// @return the scan; the caller closes it
  /// @throws PolysemeException if the demo cannot be unpacked, scanned or read
  public Scan openScan(Progress progress) throws PolysemeException {
    progress.report("Unpacking the demo", 0, 1, "steps");
    var folder = DemoFiles.unpack(cache);
    var kept = folder.resolve("scan-" + FORMAT + "-" + program.replaceAll("[^A-Za-z0-9.-]+", "-"));
    if (Files.isDirectory(kept)) {
      try {
        var scan = workbench.openScan(kept);
        verifyIfUnknown(folder, scan.provenance(), progress);
        return scan;
      } catch (StoreException _) {
        // made by another state of the program, or damaged: made again below
      }
    }
    try (var model = workbench.openModel(folder.resolve(DemoFiles.MODEL), progress)) {
      verify(folder, model, progress);
      var corpus = List.of(folder.resolve(DemoFiles.CORPUS));
      return workbench.scan(model, corpus, OPTIONS, kept, progress);
    }
  }

  private void verifyIfUnknown(Path folder, ScanProvenance made, Progress progress) {
    var known = workbench.parity(made.modelDigest(), made.processing());
    if (known.kind() == ParityBadge.Kind.UNKNOWN) {
      try (var model = workbench.openModel(folder.resolve(DemoFiles.MODEL), progress)) {
        verify(folder, model, progress);
      } catch (PolysemeException _) {
        // The scan can be shown without; the badge then says that nothing is verified.
      }
    }
  }

  // The reference's numbers come with the program, so that the demo's badge is measured on this
  // machine.
  private void verify(Path folder, HookedModel model, Progress progress) throws PolysemeException {
    var report =
        workbench.verify(
            model,
            folder.resolve(DemoFiles.REFERENCE),
            folder.resolve(DemoFiles.REFERENCE_TOKENS),
            Parity.TOLERANCE,
            progress);
    workbench.remember(model, report);
  }

  /// Writes a page about the demo.
  ///
  /// @param out where to
  /// @param progress told how far it is
  /// @throws PolysemeException if the demo cannot be made or the page not be written
  public void writePage(Path out, Progress progress) throws PolysemeException {
    try (var scan = openScan(progress)) {
      var space = FeatureSpace.ACTIVATIONS;
      var map = workbench.project(scan, space, SEED, progress);
      var clustering = workbench.cluster(scan, space, CLUSTERS, SEED, progress);
      progress.report("Writing the page", 0, 1, "pages");
      var page =
          Report.write(
              new Report.Input(
                  "Polyseme demo: the neurons of a small language model",
                  scan.provenance(),
                  workbench.parity(scan.provenance().modelDigest(), scan.provenance().processing()),
                  map,
                  clustering,
                  ClusterSummary.all(scan, clustering, MEMBERS_NAMED, progress),
                  new InterestingNeurons(scan, topics()).pick(progress),
                  PageTheme.AUTO,
                  COMMANDS));
      AtomicFile.write(out, file -> file.write(page.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private Map<String, String> topics() throws CorpusException, OutputException {
    var topics = new HashMap<String, String>();
    var corpus = DemoFiles.unpack(cache).resolve(DemoFiles.CORPUS);
    try (var reader = FileCorpus.of(List.of(corpus)).open()) {
      for (var document = reader.next(); document != null; document = reader.next()) {
        topics.put(document.id(), document.labels().getOrDefault(TOPIC, ""));
      }
    }
    return topics;
  }
}
