// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.color.Theme;
import polyseme.analysis.projection.Embedding2D;
import polyseme.analysis.scan.Scan;
import polyseme.engine.task.PolysemeException;

/// `polyseme map`: all neurons on a plane.
@Command(
    name = "map",
    description = "Put all neurons of a scan on a plane.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme map books.scan --out map.svg",
      "  polyseme map books.scan --points w-out --color cluster --k 20 --out map.svg",
      "  polyseme map books.scan --points w-in --color kurtosis --out map.csv",
      "",
      "Says which share of the variance the two components shown explain. The same scan and seed give"
          + " the same map."
    })
final class MapCommand extends PolysemeCommand {

  /// How neurons are put on the plane.
  enum Projection {
    /// Principal components.
    PCA
  }

  @Parameters(paramLabel = "SCAN", description = "Folder of a finished scan.")
  private Path folder = Path.of("");

  @Mixin private final SpaceOptions points = new SpaceOptions();

  @Option(
      names = "--projection",
      defaultValue = "pca",
      paramLabel = "NAME",
      description = "pca (default: ${DEFAULT-VALUE}).")
  private Projection projection = Projection.PCA;

  @Option(
      names = "--color",
      defaultValue = "layer",
      paramLabel = "BY",
      converter = MapColor.Converter.class,
      completionCandidates = MapColor.Names.class,
      description = "What a colour says: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private MapColor color = MapColor.LAYER;

  @Option(
      names = "--k",
      defaultValue = "40",
      paramLabel = "N",
      description = "Groups, for --color cluster (default: ${DEFAULT-VALUE}).")
  private int k;

  @Option(
      names = "--theme",
      defaultValue = "light",
      paramLabel = "THEME",
      description = "light or dark (default: ${DEFAULT-VALUE}).")
  private Theme theme = Theme.LIGHT;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write the points (.csv) or a figure (.svg).")
  private @Nullable Path out;

  MapCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    var file = out == null ? null : OutputFile.of(this, out, List.of("csv", "svg"));
    try (var progress = progress();
        var scan = workbench().openScan(folder)) {
      var embedding = workbench().project(scan, points.space(), points.seed(), progress);
      var groups =
          color == MapColor.CLUSTER
              ? workbench().cluster(scan, points.space(), k, points.seed(), progress)
              : null;
      progress.close();
      if (file != null) {
        write(scan, embedding, groups, file);
      }
      print(json() ? json(scan, embedding, groups).toString() : summary(scan, embedding));
      if (file != null && !json()) {
        print("Wrote " + file.path());
      }
    }
  }
}
