// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.markup.Numbers;
import polyseme.analysis.report.Csv;
import polyseme.analysis.report.ProfileJson;
import polyseme.analysis.scan.Scan;
import polyseme.engine.task.PolysemeException;

/// `polyseme cluster`: all neurons in groups.
@Command(
    name = "cluster",
    description = "Put all neurons of a scan into groups by k-means.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme cluster books.scan --k 40",
      "  polyseme cluster books.scan --k 20 --points w-out --out clusters.csv",
      "",
      "Groups are numbered by size, the largest is 0; a group is named by the tokens that its"
          + " neurons peak at and others do not. The silhouette runs from −1 to 1; near 0 the"
          + " groups touch. The same scan, k and seed give the same groups."
    })
final class ClusterCommand extends PolysemeCommand {

  private static final int MEMBERS_SHOWN = 5;

  @Parameters(paramLabel = "SCAN", description = "Folder of a finished scan.")
  private Path folder = Path.of("");

  @Option(
      names = "--k",
      defaultValue = "40",
      paramLabel = "N",
      description = "How many groups (default: ${DEFAULT-VALUE}).")
  private int k;

  @Mixin private final SpaceOptions points = new SpaceOptions();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write each neuron's group (.csv).")
  private @Nullable Path out;

  ClusterCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    var file = out == null ? null : OutputFile.of(this, out, List.of("csv"));
    try (var progress = progress();
        var scan = workbench().openScan(folder)) {
      var groups = workbench().cluster(scan, points.space(), k, points.seed(), progress);
      var names = workbench().clusterNames(scan, groups, progress);
      progress.clear();
      if (file != null) {
        file.write(Csv.neurons(scan.neurons(), null, groups, scan::stats));
      }
      if (json()) {
        print(json(scan, groups, names).toString());
      } else {
        print(summary(groups, names));
        if (file != null) {
          print("Wrote " + file.path());
        }
      }
    }
  }

  private static String summary(Clustering groups, List<String> names) {
    var out = new StringBuilder();
    out.append("Silhouette ").append(Numbers.show(groups.quality().silhouette()));
    out.append(" at ").append(Numbers.show((long) measured(groups))).append(" neurons");
    out.append(", by ").append(groups.space().title()).append(", seed ").append(groups.seed());
    out.append("\n\ngroup  size  silhouette  peaks at; neurons\n");
    for (var group = 0; group < groups.k(); group++) {
      var members = groups.members(group);
      out.append(
          "%5d  %4d  %10s  %s; %s%n"
              .formatted(
                  group,
                  members.size(),
                  Numbers.show(groups.quality().clusterSilhouettes().get(group), 2),
                  names.get(group),
                  shown(groups, group)));
    }
    return out.toString().stripTrailing();
  }

  private static String shown(Clustering groups, int group) {
    var members = groups.members(group);
    var first =
        members.rows().limit(MEMBERS_SHOWN).mapToObj(row -> groups.neurons().id(row)).toList();
    var more = members.size() - first.size();
    var list = String.join(" ", first.stream().map(Object::toString).toList());
    return more > 0 ? "%s and %d more".formatted(list, more) : list;
  }

  private static int measured(Clustering groups) {
    var measured = groups.quality().measured();
    return measured == 0 ? groups.neurons().size() : measured;
  }

  private Json json(Scan scan, Clustering groups, List<String> names) {
    var list = new ArrayList<Object>();
    for (var group = 0; group < groups.k(); group++) {
      list.add(
          Json.object()
              .put("cluster", group)
              .put("name", names.get(group))
              .put("silhouette", groups.quality().clusterSilhouettes().get(group))
              .put(
                  "neurons",
                  groups.members(group).rows().mapToObj(r -> groups.neurons().id(r) + "").toList())
              .fields());
    }
    var method = groups.method();
    return Json.object()
        .put("out", out == null ? null : out.toString())
        .put("points", groups.space().option())
        .put("method", method.name())
        .put("components", method.components())
        .put("component_variance", method.variance())
        .put("starts", method.starts())
        .put("k", groups.k())
        .put("seed", groups.seed())
        .put("silhouette", groups.quality().silhouette())
        .put("silhouette_measured_at", measured(groups))
        .put("distortion", groups.quality().distortion())
        .put("provenance", ProfileJson.provenance(scan.provenance()))
        .put("clusters", list);
  }
}
