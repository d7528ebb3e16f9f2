// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.parity;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.Models;
import polyseme.engine.OpenOptions;
import polyseme.engine.model.Processing;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.Progress;

/// Walks folders of models and references: those among the test resources, the golden ones where
/// they lie beside the checkout, and any others named by the property `polyseme.parity.folders`
/// (folders of folders, separated like a class path). What was measured goes into `target/parity`,
/// one table a kind, from which docs/parity.md is made.
final class ParityFoldersTest {

  private static final String PROPERTY = "polyseme.parity.folders";
  private static final Path RESOURCES = Path.of("src", "test", "resources", "parity");
  private static final String NAMED = "named";

  private static final Map<String, Map<String, String>> ROWS = new TreeMap<>();

  @TempDir private static Path models;

  @TestFactory
  Stream<DynamicTest> shippedFoldersAgree() throws IOException {
    return tests("shipped", ReferenceFolder.in(RESOURCES, Optional.empty()));
  }

  @TestFactory
  Stream<DynamicTest> madeCheckpointsAgree() throws IOException {
    return tests("made", ReferenceFolder.made(RESOURCES.resolve("made"), models));
  }

  @TestFactory
  Stream<DynamicTest> goldenFoldersAgree() throws IOException {
    var golden = golden();
    return golden.isPresent()
        ? tests("golden", ReferenceFolder.in(golden.get(), golden))
        : skipped("the golden folders do not lie beside this checkout");
  }

  @TestFactory
  Stream<DynamicTest> namedFoldersAgree() throws IOException {
    var named = System.getProperty(PROPERTY, "");
    if (named.isEmpty()) {
      return skipped("no folders were named with -D" + PROPERTY);
    }
    var tests = new ArrayList<DynamicTest>();
    for (var folder : named.split(File.pathSeparator, -1)) {
      tests(NAMED, ReferenceFolder.in(Path.of(folder), golden())).forEach(tests::add);
    }
    return tests.stream();
  }

  private static Stream<DynamicTest> skipped(String why) {
    return Stream.of(DynamicTest.dynamicTest("skipped", () -> abort(why)));
  }

  private static Stream<DynamicTest> tests(String kind, List<ReferenceFolder> folders) {
    return folders.stream()
        .map(folder ->
            DynamicTest.dynamicTest(kind + " " + folder.name(), () -> compare(kind, folder)));
  }

  private static void compare(String kind, ReferenceFolder folder) throws Exception {
    var processing = folder.folded() ? Processing.DEFAULT : Processing.NONE;
    var options = OpenOptions.defaults().withProcessing(processing);
    try (var model = Models.open(folder.model(), options, Progress.NONE)) {
      var report =
          Parity.compare(
              model, folder.reference(), folder.tokens(), Parity.TOLERANCE, Progress.NONE);
      keep(kind, folder, row(folder, report));
      assertTrue(report.hooks().size() > 1);
      var failures = new ArrayList<Object>(report.lacking());
      report.hooks().stream()
          .filter(hook -> !hook.agrees() && !isSplit(folder, hook))
          .forEach(failures::add);
      if (!failures.isEmpty()) {
        fail(failures.toString());
      }
    } catch (CheckpointException refused) {
      if (!kind.equals(NAMED)) {
        throw refused;
      }
      // Somebody's folder may hold what is not supported; the table says so.
      keep(kind, folder, "| %s | refused | | | | |".formatted(folder.name()));
      abort(refused.what());
    }
  }

  private static void keep(String kind, ReferenceFolder folder, String row) {
    ROWS.computeIfAbsent(kind, _ -> new TreeMap<>()).put(folder.name(), row);
  }

  // Where each head has an input of its own, TransformerLens' first norm has an axis of heads.
  private static boolean isSplit(ReferenceFolder folder, HookParity hook) {
    return folder.name().startsWith("gated-")
        && hook.hook().matches("blocks\\.\\d+\\.ln1\\..*")
        && !hook.remark().isEmpty();
  }

  private static Optional<Path> golden() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var folder = at.resolve("shared").resolve("golden");
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  private static String row(ReferenceFolder folder, ParityReport report) {
    var alike = report.hooks().stream().filter(hook -> hook.remark().isEmpty()).toList();
    return "| %s | %d | %s | %s | %s | %s%s |"
        .formatted(
            folder.name(),
            alike.size(),
            shown(report, "logits"),
            shown(report, "mlp.hook_post"),
            number(alike.getFirst().error()),
            alike.getFirst().hook(),
            report.lacking().isEmpty() ? "" : ", %d unknown".formatted(report.lacking().size()));
  }

  private static String shown(ParityReport report, String name) {
    return report.hooks().stream()
        .filter(hook -> hook.hook().endsWith(name))
        .mapToDouble(HookParity::maxAbs)
        .max()
        .stream()
        .mapToObj(ParityFoldersTest::number)
        .findFirst()
        .orElse("–");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1e", value).replace("e-0", "e-");
  }

  @AfterAll
  static void writeTables() throws IOException {
    var folder = Files.createDirectories(Path.of("target", "parity"));
    for (var kind : ROWS.entrySet()) {
      var lines = new ArrayList<String>();
      lines.add("| folder | hook points | logits | neurons | largest error | where |");
      lines.add("|---|---|---|---|---|---|");
      lines.addAll(kind.getValue().values());
      Files.write(folder.resolve(kind.getKey() + ".md"), lines);
    }
  }
}
