// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.figure;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import polyseme.analysis.color.Categorical;
import polyseme.analysis.color.PageTheme;
import polyseme.analysis.color.Sequential;
import polyseme.analysis.color.Theme;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.tensor.FloatVector;

/// The colour classes of a map: which class each neuron is of, and what each looks like and is
/// called.
///
/// @param heading what the colours say
/// @param classes in drawing order
/// @param classOf class of each row
/// @param low number at the low end of a continuous scale, NaN for classes
/// @param high number at its high end, NaN for classes
record MapLegend(
    String heading, List<ColorClass> classes, List<Integer> classOf, double low, double high) {

  private static final int STEPS = 64;

  /// One colour.
  ///
  /// @param name what it stands for
  /// @param words what it is called besides; empty for nothing
  /// @param light in the light theme
  /// @param dark in the dark theme
  record ColorClass(String name, String words, int light, int dark) {

    String css(PageTheme theme) {
      return theme.css(light, dark);
    }
  }

  static MapLegend of(MapColoring coloring, NeuronIndex neurons) {
    return switch (coloring) {
      case MapColoring.Layer() -> layers(neurons);
      case MapColoring.Cluster(var clustering, var names) -> {
        check(clustering.labels().size(), neurons);
        yield classes(
            "cluster",
            "",
            clustering.k(),
            clustering.labels(),
            i -> i < names.size() ? names.get(i) : "");
      }
      case MapColoring.Stat(var statistic, var values) -> {
        check(values.size(), neurons);
        yield continuous(statistic.title(), values);
      }
    };
  }

  boolean isContinuous() {
    return !Double.isNaN(low);
  }

  boolean isNamed() {
    return classes.stream().anyMatch(one -> !one.words().isEmpty());
  }

  int[] sizes() {
    var sizes = new int[classes.size()];
    classOf.forEach(c -> sizes[c]++);
    return sizes;
  }

  private static void check(int given, NeuronIndex neurons) {
    if (given != neurons.size()) {
      throw new IllegalArgumentException(
          "%d colours for %d neurons".formatted(given, neurons.size()));
    }
  }

  private static MapLegend layers(NeuronIndex neurons) {
    var labels =
        IntStream.range(0, neurons.size()).mapToObj(row -> neurons.id(row).layer()).toList();
    return classes("layer", "layer ", neurons.nLayers(), labels, _ -> "");
  }

  private static MapLegend classes(
      String heading, String prefix, int count, List<Integer> labels, IntFunction<String> words) {
    var classes =
        IntStream.range(0, count)
            .mapToObj(i ->
                new ColorClass(
                    prefix + i,
                    words.apply(i),
                    Categorical.many(i, count, Theme.LIGHT),
                    Categorical.many(i, count, Theme.DARK)))
            .toList();
    return new MapLegend(heading, classes, List.copyOf(labels), Double.NaN, Double.NaN);
  }

  private static MapLegend continuous(String heading, FloatVector values) {
    var sorted = values.toArray();
    Arrays.sort(sorted);
    var known =
        (int) IntStream.range(0, sorted.length).filter(i -> Float.isFinite(sorted[i])).count();
    var first =
        (int)
            IntStream.range(0, sorted.length)
                .filter(i -> sorted[i] == Float.NEGATIVE_INFINITY)
                .count();
    var low = known == 0 ? 0 : sorted[first + (int) (0.02 * (known - 1))];
    var high = known == 0 ? 0 : sorted[first + (int) Math.ceil(0.98 * (known - 1))];
    var classOf =
        IntStream.range(0, values.size())
            .mapToObj(row -> step(values.get(row), low, high))
            .toList();
    var classes =
        IntStream.rangeClosed(0, STEPS)
            .mapToObj(i -> {
              var rgb = Sequential.viridis(i == STEPS ? Double.NaN : i / (STEPS - 1.0));
              return new ColorClass(i == STEPS ? "no number" : "", "", rgb, rgb);
            })
            .toList();
    return new MapLegend(heading, classes, classOf, low, high);
  }

  private static int step(float value, double low, double high) {
    if (Float.isNaN(value)) {
      return STEPS;
    }
    var share = high > low ? (value - low) / (high - low) : value > high ? 1 : 0;
    return (int) Math.round(Math.clamp(share, 0.0, 1.0) * (STEPS - 1));
  }
}
