// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import polyseme.engine.task.PolysemeException;

/// `polyseme demo`: the whole path on the model and the corpus that come with the program.
@Command(
    name = "demo",
    description = "Scan the demo corpus with the demo model and write a page about it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme demo",
      "  polyseme demo --out pages/demo.html",
      "",
      "The page needs no other file: a map of all neurons, their clusters, three neurons with heat"
          + " maps, and how all of it was made. The scan is kept in your cache folder, so that the"
          + " next start is quick."
    })
final class DemoCommand extends PolysemeCommand {

  @Option(
      names = {"-o", "--out"},
      defaultValue = "polyseme-demo.html",
      paramLabel = "FILE",
      description = "Where to put the page (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("");

  DemoCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    var file = OutputFile.of(this, out, List.of("html"));
    try (var progress = progress()) {
      services().demo().get().writePage(file.path(), progress);
    }
    var written = file.path().toAbsolutePath().normalize().toString();
    print(json() ? Json.object().put("out", written).toString() : "Wrote " + written);
  }
}
