// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import polyseme.analysis.smile.SmileKMeans;
import polyseme.analysis.smile.SmilePca;
import polyseme.analysis.step.DefaultWorkbench;
import polyseme.analysis.step.Demo;
import polyseme.analysis.step.UserCache;
import polyseme.analysis.step.Workbench;
import polyseme.app.bench.Bench;
import polyseme.app.bench.BenchSuite;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.hub.ModelLocator;
import polyseme.engine.hubcache.HubEnvironment;
import polyseme.engine.task.Progress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs commands within the test, on the real parts.
///
/// @param folder a temporary folder, for the cache and the log
record Cli(Path folder) {

  static final Path ROOT = Path.of(System.getProperty("polyseme.root"));
  static final Path PARITY = ROOT.resolve("engine/src/test/resources/parity");
  static final String SOLU = PARITY.resolve("solu-2l").toString();
  private static final String PROGRAM = "Polyseme 1.2.3";

  /// How a command ended.
  ///
  /// @param code its exit code
  /// @param out what it printed
  /// @param err what it said on the other stream
  record Outcome(int code, String out, String err) {

    JsonNode json() {
      assertEquals(ExitCode.DONE, code, err);
      return new JsonMapper().readTree(out);
    }

    /// One clear sentence and one that says what to do, nothing else.
    void assertRefused(int expected, String... words) {
      assertEquals(expected, code, out + err);
      assertEquals("", out);
      assertEquals(2, err.lines().count(), err);
      for (var word : words) {
        assertTrue(err.contains(word), () -> word + " is not in: " + err);
      }
      assertTrue(err.lines().allMatch(line -> line.matches("(?s).*[.?”]")), err);
      assertTrue(!err.contains("Exception") && !err.contains("\tat "), err);
    }

    /// As above, but the name of the failure may be told.
    void assertBug(String... words) {
      assertEquals(ExitCode.BUG, code);
      assertEquals(2, err.lines().count(), err);
      for (var word : words) {
        assertTrue(err.contains(word), err);
      }
      assertTrue(!err.contains("\tat "), err);
    }
  }

  Outcome run(String... args) {
    return run(false, this::workbench, args);
  }

  Outcome runInColor(String... args) {
    return run(true, this::workbench, args);
  }

  Outcome run(boolean colors, Supplier<Workbench> workbench, String... args) {
    return run(colors, workbench, "", args);
  }

  /// Runs a command and answers its questions.
  Outcome runAnswering(String answer, String... args) {
    return run(false, this::workbench, answer + "\n", args);
  }

  private Outcome run(boolean colors, Supplier<Workbench> workbench, String input, String... args) {
    var answers = new BufferedReader(new StringReader(input));
    var out = new StringWriter();
    var err = new StringWriter();
    var bytes = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    var console =
        new Console(new PrintWriter(out), new PrintWriter(err), answers, bytes, colors, false);
    var services =
        new Services(
            "1.2.3",
            workbench,
            () -> new Demo(workbench.get(), folder.resolve("cache"), PROGRAM),
            new BenchSuite(Map.of("engine", () -> List.of(new Sleep()))),
            folder.resolve("log/polyseme.log"),
            (pictures, _, _) -> List.of(pictures.resolve("map-dark.png")),
            () -> new ModelLocator(hub(), ModelFolder::check),
            () -> new UserCache(folder.resolve("cache"), folder.resolve("engine")));
    var code = new CommandShell(services, console, () -> false).run(args);
    return new Outcome(code, lines(out), lines(err));
  }

  /// Never connects: what is not in the cache below the folder is not there.
  HubEnvironment hub() {
    return new HubEnvironment(Map.of("HF_HUB_OFFLINE", "1"), folder);
  }

  private static String lines(StringWriter text) {
    return text.toString().replace("\r\n", "\n");
  }

  private Workbench workbench() {
    return new DefaultWorkbench(
        new SmilePca(), new SmileKMeans(), folder.resolve("cache"), PROGRAM);
  }

  /// A bench that always measures the same.
  private record Sleep() implements Bench {
    @Override
    public String id() {
      return "sleep";
    }

    @Override
    public String unit() {
      return "ms";
    }

    @Override
    public double bar() {
      return 20;
    }

    @Override
    public double measure(Progress progress) {
      return 12.5;
    }
  }
}
