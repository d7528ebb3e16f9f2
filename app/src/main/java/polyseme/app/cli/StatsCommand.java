// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyseme.analysis.ask.OwnColumns;
import polyseme.analysis.ask.StatsTable;
import polyseme.analysis.ask.StatsTable.Column;
import polyseme.analysis.markup.Numbers;
import polyseme.analysis.scan.Scan;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;

/// `polyseme stats`: the numbers of all neurons.
@Command(
    name = "stats",
    description = "List the statistics of all neurons of a scan, sorted as asked.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme stats books.scan --sort kurtosis --top 50",
      "  polyseme stats books.scan --sort fraction_positive --ascending --layer 1",
      "  polyseme stats books.scan --out all.csv",
      "",
      "Undefined numbers come last whichever way is sorted. The columns are the statistics of"
          + " “polyseme neuron” and those added with “polyseme columns”. Files and --json have all"
          + " columns, exact, and all neurons unless --top is given."
    })
final class StatsCommand extends PolysemeCommand {

  private static final int WIDTH = 100;
  private static final int SHOWN = 20;
  private static final int AS_WRITTEN = 8;

  @Parameters(paramLabel = "SCAN", description = "Folder of a finished scan.")
  private Path folder = Path.of("");

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      description = "By which column, the greatest first; labels from A to Z.")
  private @Nullable String sort;

  @Option(names = "--ascending", description = "The least first.")
  private boolean ascending;

  @Option(names = "--layer", paramLabel = "N", description = "Only neurons of this layer.")
  private @Nullable Integer layer;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many neurons (default: 20 on the screen, all in files and --json).")
  private @Nullable Integer top;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write the table (.csv or .json).")
  private @Nullable Path out;

  StatsCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    if (top != null && top < 1) {
      throw usage("--top starts at 1");
    }
    var file = out == null ? null : OutputFile.of(this, out, List.of("csv", "json"));
    try (var scan = workbench().openScan(folder)) {
      checkLayer(scan);
      var table = new StatsTable(scan, new OwnColumns(folder, scan.neurons()).all());
      var column = sort == null ? null : table.column(sort);
      var all = table.rows(column, ascending, layer);
      var rows = top == null ? all : all.subList(0, Math.min(top, all.size()));
      if (file != null) {
        file.write(
            file.ending().equals("csv")
                ? table.csv(rows)
                : StatsJson.of(scan, table, column, rows) + "\n");
      }
      if (json()) {
        print(StatsJson.of(scan, table, column, rows).toString());
      } else if (file == null) {
        var shown = top == null ? rows.subList(0, Math.min(SHOWN, rows.size())) : rows;
        print(text(scan, table, column, shown, all.size()));
      } else {
        print("Wrote " + file.path());
      }
    }
  }

  private void checkLayer(Scan scan) throws RequestException {
    if (layer != null && (layer < 0 || layer >= scan.neurons().nLayers())) {
      throw new RequestException(
          "This scan of %s has no layer %d.".formatted(scan.provenance().modelName(), layer),
          "Its layers are 0 to %d.".formatted(scan.neurons().nLayers() - 1));
    }
  }

  private String text(
      Scan scan, StatsTable table, @Nullable Column column, List<Integer> rows, int all) {
    var order = new ArrayList<>(table.columns());
    if (column != null) {
      order.remove(column);
      order.addFirst(column);
    }
    var lines = new ArrayList<List<String>>();
    lines.add(new ArrayList<>(List.of("neuron")));
    rows.forEach(row -> lines.add(new ArrayList<>(List.of(scan.neurons().id(row).toString()))));
    var aligned = new StringBuilder("l");
    var shown = 0;
    for (var next : order) {
      var cells = new ArrayList<>(List.of(next.name()));
      rows.forEach(row -> cells.add(shown(table, next, row)));
      if (width(lines) + widest(cells) + 2 > WIDTH) {
        break;
      }
      for (var i = 0; i < cells.size(); i++) {
        lines.get(i).add(cells.get(i));
      }
      aligned.append(next instanceof Column.Own(var own) && !own.numeric() ? 'l' : 'r');
      shown++;
    }
    var left = order.subList(shown, order.size()).stream().map(Column::name).toList();
    return head(scan, column, rows.size(), all)
        + "\n\n"
        + new Grid(aligned.toString(), List.copyOf(lines))
        + (left.isEmpty() ? "" : "\n\nIn files and --json only: " + String.join(", ", left) + ".");
  }

  private String head(Scan scan, @Nullable Column column, int shown, int all) {
    var made = scan.provenance();
    var which = layer == null ? "" : " of layer " + layer;
    return String.format(
        Locale.ROOT,
        "%,d of %,d neurons%s of %s on %s (%,d tokens)%s",
        shown,
        all,
        which,
        made.modelName(),
        made.corpusName(),
        made.tokens(),
        column == null
            ? ""
            : ", by %s%s".formatted(column.name(), ascending ? ", the least first" : ""));
  }

  private static int width(List<List<String>> lines) {
    var width = -2;
    for (var column = 0; column < lines.getFirst().size(); column++) {
      var at = column;
      width += 2 + widest(lines.stream().map(line -> line.get(at)).toList());
    }
    return width;
  }

  private static int widest(List<String> cells) {
    return cells.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String shown(StatsTable table, Column column, int row) {
    return switch (column) {
      case Column.Own(var own) when !own.numeric() -> TokenText.cut(own.cells().get(row));
      case Column.Own(var own) when own.cells().get(row).length() <= AS_WRITTEN ->
          own.cells().get(row);
      case Column.OfScan _, Column.Own _ -> Numbers.show(table.number(column, row));
    };
  }
}
