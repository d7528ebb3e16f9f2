// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.Statistic;
import polyseme.engine.model.NeuronSet;

/// A filter as typed: terms separated by spaces, all of which must hold. `L1` or `layer=1`,
/// `L1.50`, `cluster=3`, and comparisons of statistics such as `kurtosis>20`, `max>=1.5` or
/// `fraction<0.01`.
public final class NeuronFilter {

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern LAYER = Pattern.compile("(?:l|layer=)(\\d{1,6})");
  private static final Pattern NEURON = Pattern.compile("l(\\d{1,6})\\.(\\d{1,9})");
  private static final Pattern CLUSTER = Pattern.compile("(?:c|cluster=)(\\d{1,6})");
  private static final Pattern COMPARISON =
      Pattern.compile("([a-z]+)(<=|>=|<|>|=)(-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?)");

  private NeuronFilter() {}

  /// The neurons that a filter lets through.
  ///
  /// @param neurons those that pass
  /// @param complaint what is wrong with a term, empty if nothing is; wrong terms are passed over
  public record Result(NeuronSet neurons, String complaint) {}

  /// Applies a filter.
  ///
  /// @param query as typed
  /// @param scan whose neurons
  /// @param clustering for `cluster=`; null if there is none yet
  /// @return what passes
  public static Result apply(String query, Scan scan, @Nullable Clustering clustering) {
    var tests = new ArrayList<IntPredicate>();
    var complaints = new ArrayList<String>();
    SPACES
        .splitAsStream(query.toLowerCase(Locale.ROOT))
        .filter(term -> !term.isEmpty())
        .forEach(term -> add(term, scan, clustering, tests, complaints));
    var index = scan.neurons();
    var rows =
        IntStream.range(0, index.size())
            .filter(row -> tests.stream().allMatch(test -> test.test(row)));
    return new Result(NeuronSet.ofRows(index, rows), String.join(" ", complaints));
  }

  private static void add(
      String term,
      Scan scan,
      @Nullable Clustering clustering,
      List<IntPredicate> tests,
      List<String> complaints) {
    var layer = LAYER.matcher(term);
    var neuron = NEURON.matcher(term);
    var cluster = CLUSTER.matcher(term);
    if (layer.matches()) {
      var wanted = Integer.parseInt(layer.group(1));
      tests.add(row -> row / scan.neurons().dMlp() == wanted);
    } else if (neuron.matches()) {
      var wanted = term.toUpperCase(Locale.ROOT);
      tests.add(row -> scan.neurons().id(row).toString().equals(wanted));
    } else if (cluster.matches()) {
      var wanted = Integer.parseInt(cluster.group(1));
      if (clustering == null) {
        complaints.add("There are no clusters yet.");
      } else {
        tests.add(row -> clustering.labels().get(row) == wanted);
      }
    } else {
      addComparison(term, scan, tests, complaints);
    }
  }

  private static void addComparison(
      String term, Scan scan, List<IntPredicate> tests, List<String> complaints) {
    var match = COMPARISON.matcher(term);
    var statistic = match.matches() ? statistic(match.group(1)) : null;
    if (statistic == null) {
      complaints.add("“%s” is no filter; write L1, cluster=3 or kurtosis>20.".formatted(term));
      return;
    }
    var bound = Double.parseDouble(match.group(3));
    var comparison = match.group(2);
    tests.add(row -> holds(statistic.of(scan.stats(row)), comparison, bound));
  }

  private static @Nullable Statistic statistic(String name) {
    for (var statistic : Statistic.values()) {
      if (statistic.title().startsWith(name)) {
        return statistic;
      }
    }
    return null;
  }

  private static boolean holds(double value, String comparison, double bound) {
    return switch (comparison) {
      case "<" -> value < bound;
      case "<=" -> value <= bound;
      case ">" -> value > bound;
      case ">=" -> value >= bound;
      default -> value == bound;
    };
  }
}
