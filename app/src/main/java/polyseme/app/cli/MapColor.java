// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.figure.MapColoring;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.Statistic;
import polyseme.engine.tensor.FloatVector;

/// What the colour of a point on the map says.
enum MapColor {
  LAYER("layer", null),
  CLUSTER("cluster", null),
  MEAN("mean", Statistic.MEAN),
  VARIANCE("variance", Statistic.VARIANCE),
  SKEWNESS("skewness", Statistic.SKEWNESS),
  KURTOSIS("kurtosis", Statistic.KURTOSIS),
  MIN("min", Statistic.MIN),
  MAX("max", Statistic.MAX),
  FRACTION_POSITIVE("fraction-positive", Statistic.FRACTION_POSITIVE);

  /// The choices as they are typed.
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(values()).map(MapColor::option).iterator();
    }
  }

  static final class Converter implements ITypeConverter<MapColor> {
    @Override
    public MapColor convert(String written) {
      return Arrays.stream(values())
          .filter(color -> color.option.equals(written))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("nothing is called " + written));
    }
  }

  private final String option;
  private final @Nullable Statistic statistic;

  MapColor(String option, @Nullable Statistic statistic) {
    this.option = option;
    this.statistic = statistic;
  }

  String option() {
    return option;
  }

  /// What the colours of a figure say.
  ///
  /// @param names what the groups are called
  MapColoring coloring(Scan scan, @Nullable Clustering groups, List<String> names) {
    if (statistic != null) {
      var values = new float[scan.neurons().size()];
      for (var row = 0; row < values.length; row++) {
        values[row] = (float) statistic.of(scan.stats(row));
      }
      return new MapColoring.Stat(statistic, FloatVector.wrap(values));
    }
    return groups == null ? new MapColoring.Layer() : new MapColoring.Cluster(groups, names);
  }

  /// The value of each neuron, in row order: an `Integer` for layer and cluster, else a `Double`.
  List<Number> values(Scan scan, @Nullable Clustering groups) {
    var values = new ArrayList<Number>();
    for (var row = 0; row < scan.neurons().size(); row++) {
      if (statistic != null) {
        values.add(statistic.of(scan.stats(row)));
      } else if (groups != null) {
        values.add(groups.labels().get(row));
      } else {
        values.add(scan.neurons().id(row).layer());
      }
    }
    return values;
  }
}
