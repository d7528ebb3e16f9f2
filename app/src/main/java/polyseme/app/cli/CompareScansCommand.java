// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyseme.analysis.ask.ScanComparison;
import polyseme.analysis.ask.Shift;
import polyseme.analysis.markup.Numbers;
import polyseme.analysis.report.Csv;
import polyseme.analysis.report.ProfileJson;
import polyseme.analysis.scan.Scan;
import polyseme.engine.task.PolysemeException;

/// `polyseme compare-scans`: the same neurons on two corpora.
@Command(
    name = "compare-scans",
    description = "Compare the same neurons on two corpora: which read differently?",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme compare-scans books.scan code.scan",
      "  polyseme compare-scans books.scan code.scan --top 100 --out shifts.csv",
      "",
      "“reads” says how differently a neuron's highest examples read: the Jensen–Shannon divergence"
          + " (in bits, 0 to 1) of the tokens where it peaks, between the corpora less within each:"
          + " about 0 where the corpora do not matter, 1 where it peaks at the same tokens on one"
          + " and at wholly different ones on the other. “mean” is the shift of the mean from A to"
          + " B in standard deviations, “KS” the Kolmogorov–Smirnov distance of the activations"
          + " with the error that bins leave. A neuron that peaks at something else on another"
          + " corpus is likely to answer to several things."
    })
final class CompareScansCommand extends PolysemeCommand {

  private static final int TOKENS = 26;

  @Parameters(index = "0", paramLabel = "A", description = "Folder of a finished scan.")
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "Another one of the same model.")
  private Path second = Path.of("");

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many neurons (default: 20 on the screen, all in files and --json).")
  private @Nullable Integer top;

  @Option(names = "--force", description = "Compare scans of different models of the same size.")
  private boolean force;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write the table (.csv or .json).")
  private @Nullable Path out;

  CompareScansCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    if (top != null && top < 1) {
      throw usage("--top starts at 1");
    }
    var file = out == null ? null : OutputFile.of(this, out, List.of("csv", "json"));
    try (var progress = progress();
        var a = workbench().openScan(first);
        var b = workbench().openScan(second)) {
      if (!force) {
        ScanComparison.requireSameModel(a, b);
      }
      var all = ScanComparison.compare(a, b, progress);
      progress.clear();
      var shifts = top == null ? all : all.subList(0, Math.min(top, all.size()));
      if (file != null) {
        file.write(file.ending().equals("csv") ? csv(shifts) : json(a, b, shifts) + "\n");
      }
      if (json()) {
        print(json(a, b, shifts).toString());
      } else if (file == null) {
        print(text(a, b, top == null ? all.subList(0, Math.min(20, all.size())) : shifts));
      } else {
        print("Wrote " + file.path());
      }
    }
  }

  private static String text(Scan a, Scan b, List<Shift> shifts) {
    var lines = new ArrayList<List<String>>();
    lines.add(List.of("neuron", "reads", "mean", "KS", "", "peaks on A", "peaks on B"));
    for (var shift : shifts) {
      lines.add(
          List.of(
              shift.neuron().toString(),
              number(shift.reading(), 2),
              number(shift.mean(), 2),
              number(shift.ks(), 2),
              "±" + number(shift.ksError(), 2),
              tokens(shift.first()),
              tokens(shift.second())));
    }
    return corpus("A", a) + "\n" + corpus("B", b) + "\n\n" + new Grid("lrrrlll", lines);
  }

  private static String number(double value, int decimals) {
    return Double.isNaN(value) ? "–" : Numbers.fixed(value, decimals);
  }

  private static String corpus(String name, Scan scan) {
    var made = scan.provenance();
    return "%s  %s on %s (%s tokens)"
        .formatted(name, made.modelName(), made.corpusName(), Numbers.show(made.tokens()));
  }

  private static String tokens(List<String> tokens) {
    var out = new StringBuilder();
    for (var token : tokens) {
      var next = (out.isEmpty() ? "" : " ") + "«" + TokenText.line(token) + "»";
      if (out.length() + next.length() > TOKENS) {
        break;
      }
      out.append(next);
    }
    return out.toString();
  }

  private static String csv(List<Shift> shifts) {
    var table = new StringBuilder();
    table.append(
        Csv.line(
            List.of(
                "neuron",
                "reading",
                "mean_shift",
                "ks",
                "ks_error",
                "js_between",
                "js_within",
                "peaks_a",
                "peaks_b")));
    for (var shift : shifts) {
      table.append(
          Csv.line(
              List.of(
                  shift.neuron().toString(),
                  String.valueOf(shift.reading()),
                  String.valueOf(shift.mean()),
                  String.valueOf(shift.ks()),
                  String.valueOf(shift.ksError()),
                  String.valueOf(shift.between()),
                  String.valueOf(shift.within()),
                  cell(shift.first()),
                  cell(shift.second()))));
    }
    return table.toString();
  }

  private static String cell(List<String> tokens) {
    return tokens.stream().map(Csv::token).collect(Collectors.joining(" "));
  }

  private static Json json(Scan a, Scan b, List<Shift> shifts) {
    return Json.object()
        .put("a", ProfileJson.provenance(a.provenance()))
        .put("b", ProfileJson.provenance(b.provenance()))
        .put("neurons", shifts.stream().map(CompareScansCommand::json).toList());
  }

  private static Object json(Shift shift) {
    return Json.object()
        .put("neuron", shift.neuron().toString())
        .put("reading", shift.reading())
        .put("mean_shift", shift.mean())
        .put("ks", shift.ks())
        .put("ks_error", shift.ksError())
        .put("js_between", shift.between())
        .put("js_within", shift.within())
        .put("peaks_a", shift.first())
        .put("peaks_b", shift.second())
        .fields();
  }
}
