// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.color.PageTheme;
import polyseme.analysis.color.Theme;
import polyseme.analysis.figure.MapOptions;
import polyseme.analysis.figure.SvgScatter;
import polyseme.analysis.markup.Numbers;
import polyseme.analysis.projection.Embedding2D;
import polyseme.analysis.report.Csv;
import polyseme.analysis.report.ProfileJson;
import polyseme.analysis.scan.Scan;
import polyseme.engine.task.OutputException;
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
      "Says which share of the variance the two components shown explain. The same scan and seed"
          + " give the same map."
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
      var names =
          groups == null ? List.<String>of() : workbench().clusterNames(scan, groups, progress);
      progress.clear();
      if (file != null) {
        write(scan, embedding, groups, names, file);
      }
      print(json() ? json(scan, embedding, groups).toString() : summary(scan, embedding));
      if (file != null && !json()) {
        print("Wrote " + file.path());
      }
    }
  }

  private void write(
      Scan scan,
      Embedding2D embedding,
      @Nullable Clustering groups,
      List<String> names,
      OutputFile file)
      throws OutputException {
    file.write(
        switch (file.ending()) {
          case "csv" -> Csv.neurons(scan.neurons(), embedding, groups, scan::stats);
          default ->
              SvgScatter.write(embedding, color.coloring(scan, groups, names), options(scan));
        });
  }

  private MapOptions options(Scan scan) {
    var title =
        "%s neurons of %s by %s, coloured by %s"
            .formatted(
                Numbers.show((long) scan.neurons().size()),
                scan.provenance().modelName(),
                points.space().title(),
                color.option());
    var defaults = MapOptions.defaults(title);
    return (color == MapColor.CLUSTER ? defaults.withSize(1080, 800) : defaults)
        .withTheme(theme == Theme.DARK ? PageTheme.DARK : PageTheme.LIGHT);
  }

  private static String summary(Scan scan, Embedding2D embedding) {
    var explained = embedding.explained();
    return "%s neurons of %s by %s: the plane explains %s of the variance (%s + %s), seed %d"
        .formatted(
            Numbers.show((long) embedding.neurons().size()),
            scan.provenance().modelName(),
            embedding.space().title(),
            Numbers.percent(explained.get(0) + (double) explained.get(1)),
            Numbers.percent(explained.get(0)),
            Numbers.percent(explained.get(1)),
            embedding.seed());
  }

  private Json json(Scan scan, Embedding2D embedding, @Nullable Clustering groups) {
    var values = color.values(scan, groups);
    var list = new ArrayList<Object>();
    for (var row = 0; row < embedding.neurons().size(); row++) {
      list.add(
          Json.object()
              .put("neuron", embedding.neurons().id(row).toString())
              .put("x", embedding.xy().get(row, 0))
              .put("y", embedding.xy().get(row, 1))
              .put(color.option().replace('-', '_'), values.get(row))
              .fields());
    }
    var explained = new ArrayList<Object>();
    for (var i = 0; i < embedding.explained().size(); i++) {
      explained.add(embedding.explained().get(i));
    }
    return Json.object()
        .put("out", out == null ? null : out.toString())
        .put("points", embedding.space().option())
        .put("projection", projection.name().toLowerCase(Locale.ROOT))
        .put("seed", embedding.seed())
        .put("explained", explained)
        .put("provenance", ProfileJson.provenance(scan.provenance()))
        .put("neurons", list);
  }
}
