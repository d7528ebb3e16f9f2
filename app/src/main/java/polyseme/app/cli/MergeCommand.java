// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyseme.analysis.scan.ScanMerge;
import polyseme.engine.task.PolysemeException;

/// `polyseme merge`: one scan from its parts.
@Command(
    name = "merge",
    description = "Put the parts of a scan together that “polyseme scan --shard” made.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme merge books-1.part books-2.part books-3.part --out books.scan",
      "  polyseme merge books-*.part --out books.scan",
      "",
      "The result has the bytes of a scan made at once. No model is needed."
    })
final class MergeCommand extends PolysemeCommand {

  @Parameters(
      arity = "1..*",
      paramLabel = "PART",
      description = "Folders of all parts, in any order.")
  private List<Path> parts = new ArrayList<>();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "SCAN",
      description = "Folder to make; an older scan of that name is replaced.")
  private Path out = Path.of("");

  MergeCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    try (var progress = progress()) {
      ScanMerge.merge(parts, out, progress);
      progress.clear();
    }
    try (var scan = workbench().openScan(out)) {
      var made = scan.provenance();
      print(
          json()
              ? Json.object()
                  .put("scan", out.toString())
                  .put("parts", parts.size())
                  .put("tokens", made.tokens())
                  .put("documents", made.documents())
                  .put("neurons", scan.neurons().size())
                  .toString()
              : String.format(
                  Locale.ROOT,
                  "Merged %d parts: %,d tokens of %,d documents for %,d neurons.%nWrote %s",
                  parts.size(),
                  made.tokens(),
                  made.documents(),
                  scan.neurons().size(),
                  out));
    }
  }
}
