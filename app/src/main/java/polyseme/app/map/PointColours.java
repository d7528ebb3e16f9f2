// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.color.Categorical;
import polyseme.analysis.color.Sequential;
import polyseme.analysis.color.Theme;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.Statistic;

/// The colour of every point and the legend that explains it.
public final class PointColours {

  /// Colours differ between one and 99 per cent of the neurons; the few beyond take the end
  /// colours, so that one outlier does not make all others look the same.
  private static final double TAIL = 0.01;

  private final int[] rgb;
  private final Legend legend;

  private PointColours(int[] rgb, Legend legend) {
    this.rgb = rgb;
    this.legend = legend;
  }

  /// What the colours mean.
  public sealed interface Legend {

    /// One colour a group.
    ///
    /// @param title what the groups are
    /// @param entries the groups
    record Groups(String title, List<Entry> entries) implements Legend {}

    /// A scale from low to high.
    ///
    /// @param title what is shown
    /// @param meaning its definition
    /// @param low the value at the low end
    /// @param high the value at the high end
    record Scale(String title, String meaning, double low, double high) implements Legend {}
  }

  /// One group of a legend.
  ///
  /// @param name what people call it
  /// @param rgb its colour
  /// @param count neurons in it
  public record Entry(String name, int rgb, int count) {}

  /// Colours all neurons of a scan.
  ///
  /// @param by what the colour says
  /// @param scan whose neurons
  /// @param clustering the clusters, null if there are none yet: then the layer is shown
  /// @param names names of the clusters
  /// @param theme light or dark
  /// @return the colours
  public static PointColours of(
      ColourBy by, Scan scan, @Nullable Clustering clustering, List<String> names, Theme theme) {
    return switch (by) {
      case ColourBy.Cluster() when clustering != null -> byCluster(clustering, names, theme);
      case ColourBy.Cluster(), ColourBy.Layer() -> byLayer(scan, theme);
      case ColourBy.Value(var statistic) -> byValue(statistic, scan, theme);
    };
  }

  private static PointColours byCluster(Clustering clustering, List<String> names, Theme theme) {
    var counts = new int[clustering.k()];
    clustering.labels().forEach(label -> counts[label]++);
    var entries = new ArrayList<Entry>();
    for (var k = 0; k < counts.length; k++) {
      var name = k < names.size() ? names.get(k) : "";
      entries.add(
          new Entry(
              name.isEmpty() ? "cluster " + k : k + "  " + name,
              Categorical.many(k, clustering.k(), theme),
              counts[k]));
    }
    var rgb = clustering.labels().stream().mapToInt(label -> entries.get(label).rgb()).toArray();
    return new PointColours(rgb, new Legend.Groups("cluster", entries));
  }

  private static PointColours byLayer(Scan scan, Theme theme) {
    var index = scan.neurons();
    var entries = new ArrayList<Entry>();
    for (var layer = 0; layer < index.nLayers(); layer++) {
      entries.add(
          new Entry(
              "layer " + layer, Categorical.many(layer, index.nLayers(), theme), index.dMlp()));
    }
    var rgb = new int[index.size()];
    Arrays.setAll(rgb, row -> entries.get(row / index.dMlp()).rgb());
    return new PointColours(rgb, new Legend.Groups("layer", entries));
  }

  private static PointColours byValue(Statistic statistic, Scan scan, Theme theme) {
    var values = new double[scan.neurons().size()];
    Arrays.setAll(values, row -> statistic.of(scan.stats(row)));
    var sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    var low = sorted.length == 0 ? 0 : sorted[(int) (TAIL * (sorted.length - 1))];
    var high = sorted.length == 0 ? 1 : sorted[(int) ((1 - TAIL) * (sorted.length - 1))];
    var span = high > low ? high - low : 1;
    var rgb = new int[values.length];
    Arrays.setAll(
        rgb,
        row ->
            Double.isFinite(values[row])
                ? Sequential.viridis(Math.clamp((values[row] - low) / span, 0, 1))
                : Categorical.rgb(Categorical.DISTINCT, theme));
    return new PointColours(
        rgb, new Legend.Scale(statistic.title(), statistic.meaning(), low, high));
  }

  /// The colours by row.
  ///
  /// @return 0xRRGGBB each, a new array
  public int[] rgb() {
    return rgb.clone();
  }

  /// What the colours mean.
  ///
  /// @return the legend
  public Legend legend() {
    return legend;
  }
}
