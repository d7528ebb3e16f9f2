// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyseme.analysis.ask.OwnColumn;
import polyseme.analysis.ask.OwnColumns;
import polyseme.analysis.ask.OwnTable;
import polyseme.analysis.markup.Numbers;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;

/// `polyseme columns`: own numbers and labels of neurons.
@Command(
    name = "columns",
    description = "List, add and remove own numbers and labels of a scan's neurons.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme columns books.scan",
      "  polyseme columns books.scan --add probes.csv",
      "  polyseme columns books.scan --remove auc",
      "",
      "The file is a table in UTF-8 whose head has “neuron” and the names of the columns, for"
          + " instance “neuron,auc,note” and a line “L1.50,0.93,\"bank, river\"”. Some neurons may"
          + " be missing. A column of that name that is there is replaced. Columns that every scan"
          + " has (layer, mean …) are passed over, so that tables of other commands can be added."
          + " Columns lie in the folder “columns” of the scan; “polyseme stats” sorts by them."
    })
final class ColumnsCommand extends PolysemeCommand {

  @Parameters(paramLabel = "SCAN", description = "Folder of a finished scan.")
  private Path folder = Path.of("");

  @Option(names = "--add", paramLabel = "FILE", description = "Add the columns of a table (.csv).")
  private @Nullable Path add;

  @Option(names = "--remove", paramLabel = "NAME", description = "Remove a column.")
  private @Nullable String remove;

  ColumnsCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    if (add != null && remove != null) {
      throw usage("--add and --remove are both there; one at a time");
    }
    var said = new ArrayList<String>();
    try (var scan = workbench().openScan(folder)) {
      var columns = new OwnColumns(folder, scan.neurons());
      if (add != null) {
        addTo(columns, add, said);
      }
      if (remove != null) {
        columns.remove(remove);
        said.add("Removed %s.".formatted(remove));
      }
      var all = columns.all();
      print(json() ? json(all, said).toString() : text(all, said, scan.neurons().size()));
    }
  }

  private static void addTo(OwnColumns columns, Path file, List<String> said)
      throws PolysemeException {
    OwnTable table;
    try {
      table = OwnTable.read(Files.readString(file), columns.neurons());
    } catch (IOException _) {
      throw new RequestException(
          "%s cannot be read.".formatted(file), "Check its name, and that it is UTF-8 text.");
    } catch (RequestException wrong) {
      throw new RequestException("%s: %s".formatted(file, wrong.what()), wrong.remedy());
    }
    if (table.columns().isEmpty()) {
      throw new RequestException(
          "%s has no column to add besides those that every scan has.".formatted(file),
          "Give it a column with a name of its own.");
    }
    for (var column : table.columns()) {
      var replaced = columns.add(column);
      said.add("%s %s.".formatted(replaced ? "Replaced" : "Added", column.name()));
    }
    if (!table.builtIn().isEmpty()) {
      said.add(
          "Passed over, every scan has them: %s.".formatted(String.join(", ", table.builtIn())));
    }
  }

  private static String text(List<OwnColumn> all, List<String> said, int neurons) {
    var out = new StringBuilder();
    said.forEach(line -> out.append(line).append('\n'));
    if (all.isEmpty()) {
      return out.append("This scan has no own columns.").toString();
    }
    var lines = new ArrayList<List<String>>();
    lines.add(List.of("column", "kind", "neurons"));
    for (var column : all) {
      lines.add(
          List.of(
              column.name(),
              column.numeric() ? "numbers" : "labels",
              "%s of %s".formatted(Numbers.show(column.covered()), Numbers.show((long) neurons))));
    }
    return out.append(out.isEmpty() ? "" : "\n").append(new Grid("llr", lines)).toString();
  }

  private static Json json(List<OwnColumn> all, List<String> said) {
    return Json.object()
        .put("done", said)
        .put(
            "columns",
            all.stream()
                .map(column ->
                    Json.object()
                        .put("name", column.name())
                        .put("numeric", column.numeric())
                        .put("neurons", column.covered())
                        .fields())
                .toList());
  }
}
