// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import polyseme.engine.task.PolysemeException;

/// `screens`: the window's screens as pictures.
@Command(
    name = "screens",
    description = "Paint the window's screens into PNG files, light and dark, without a display.",
    footerHeading = "%nExample:%n",
    footer = "  polyseme screens --out pictures")
final class ScreensCommand extends PolysemeCommand {

  @Option(
      names = {"-o", "--out"},
      defaultValue = "screens",
      paramLabel = "FOLDER",
      description = "Where to put the pictures (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("");

  @Option(
      names = "--scan",
      paramLabel = "SCAN",
      description = "The scan to show (default: the demo's).")
  private @Nullable Path scan;

  ScreensCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    try (var progress = progress()) {
      var files = services().pictures().take(out, scan, progress);
      if (json()) {
        print(Json.object().put("out", files.stream().map(Path::toString).toList()).toString());
      } else {
        files.forEach(file -> print(file.toString()));
      }
    }
  }
}
