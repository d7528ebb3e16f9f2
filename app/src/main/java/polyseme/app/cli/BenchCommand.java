// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import polyseme.app.bench.BenchResult;
import polyseme.app.bench.Machine;
import polyseme.engine.task.PolysemeException;

/// `polyseme bench`: how fast the program is here.
@Command(
    name = "bench",
    description = "Measure the program's speed on this machine, each value against its bar.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme bench",
      "  polyseme bench engine scan --json",
      "",
      "Each bench makes its own model with random weights. A bar holds if the value is not above"
          + " it."
    })
final class BenchCommand extends PolysemeCommand {

  @Parameters(
      paramLabel = "PART",
      arity = "0..*",
      description = "engine, scan, geometry or window; all without it.")
  private List<String> wanted = new ArrayList<>();

  BenchCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    var suite = services().benches();
    for (var part : wanted) {
      if (!suite.parts().contains(part)) {
        throw usage("PART takes %s, not “%s”".formatted(Choices.of(suite.parts()), part));
      }
    }
    var machine = Machine.here();
    List<BenchResult> results;
    try (var progress = progress()) {
      results = suite.run(wanted.isEmpty() ? suite.parts() : wanted, progress);
    }
    print(json() ? json(machine, results).toString() : text(machine, results));
  }

  private static String text(Machine machine, List<BenchResult> results) {
    var table = new Table();
    table.row("machine", "%s, %d processors".formatted(machine.cpu(), machine.processors()));
    table.row("java", machine.java());
    for (var result : results) {
      table.row(
          result.id(),
          String.format(
              Locale.ROOT,
              "%.4g %s, bar %.4g: %s",
              result.value(),
              result.unit(),
              result.bar(),
              result.holds() ? "holds" : "does not hold"));
    }
    return table.toString();
  }

  private static Json json(Machine machine, List<BenchResult> results) {
    var list = new ArrayList<Object>();
    for (var result : results) {
      list.add(
          Json.object()
              .put("id", result.id())
              .put("value", result.value())
              .put("unit", result.unit())
              .put("bar", result.bar())
              .put("holds", result.holds())
              .fields());
    }
    return Json.object()
        .put(
            "machine",
            Json.object()
                .put("cpu", machine.cpu())
                .put("processors", machine.processors())
                .put("memory_bytes", machine.memoryBytes())
                .put("heap_bytes", machine.heapBytes())
                .put("os", machine.os())
                .put("java", machine.java()))
        .put("results", list);
  }
}
