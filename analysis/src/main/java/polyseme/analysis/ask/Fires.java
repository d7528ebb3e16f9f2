// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.StoreException;

/// The search the other way round: which neurons answer to a text, each judged against its own
/// distribution.
///
/// A neuron stands at most once at either end, with the token where it is highest or lowest. Ties
/// go by z, then by the neurons' order, so that the same text always gives the same list.
public final class Fires {

  /// What does not come from chance alone is a neuron that differs by more than rounding does.
  private static final double ROUNDING = 1e-5;

  private final TextActivations text;
  private final @Nullable Baseline baseline;
  private final Ranking ranking;

  private record Found(int row, int token, float value, double z, double score) {}

  private Fires(TextActivations text, @Nullable Baseline baseline, Ranking ranking) {
    this.text = text;
    this.baseline = baseline;
    this.ranking = ranking;
  }

  /// Ranks the neurons.
  ///
  /// @param text what they do on a text
  /// @param baseline what they usually do, rows as in the text's neurons; null if it is not known
  /// @param ranking what counts as unusual; only [Ranking#VALUE] without a baseline
  /// @param tokens the tokens looked at, by their number in the text; at least one
  /// @param top how many neurons at most at either end
  /// @return the neurons, at both ends
  /// @throws StoreException if the stored scan is damaged
  public static Answers rank(
      TextActivations text,
      @Nullable Baseline baseline,
      Ranking ranking,
      List<Integer> tokens,
      int top)
      throws StoreException {
    if (tokens.isEmpty() || (baseline == null && ranking != Ranking.VALUE)) {
      throw new IllegalArgumentException(
          "%d tokens, ranked by %s, baseline %s".formatted(tokens.size(), ranking, baseline));
    }
    return new Fires(text, baseline, ranking).answers(tokens, top);
  }

  private Answers answers(List<Integer> tokens, int top) throws StoreException {
    var neurons = text.neurons().size();
    var chosen = tokens.stream().mapToInt(Integer::intValue).toArray();
    var highest = new ArrayList<Found>();
    var lowest = new ArrayList<Found>();
    for (var row = 0; row < neurons; row++) {
      add(highest, row, extreme(row, chosen, 1), 1);
      add(lowest, row, extreme(row, chosen, -1), -1);
    }
    var judged =
        IntStream.concat(
                highest.stream().mapToInt(Found::row), lowest.stream().mapToInt(Found::row))
            .distinct()
            .count();
    return new Answers(shown(highest, 1, top), shown(lowest, -1, top), (int) (neurons - judged));
  }

  /// The token where a neuron is highest, or lowest for `sign` −1; −1 if it has no number anywhere.
  private int extreme(int row, int[] tokens, int sign) {
    var best = -1;
    var value = Float.NEGATIVE_INFINITY;
    for (var token : tokens) {
      var here = sign * text.values().get(token, row);
      if (here > value) {
        best = token;
        value = here;
      }
    }
    return best;
  }

  private void add(List<Found> found, int row, int token, int sign) throws StoreException {
    if (token < 0) {
      return;
    }
    var value = text.values().get(token, row);
    var z = z(row, value);
    var score =
        switch (ranking) {
          case Z -> sign * z;
          case VALUE -> (double) sign * value;
          case SHARE -> share(row, value, sign);
          case PERCENTILE -> sign * percentile(row, value).share();
        };
    if (!Double.isNaN(score)) {
      found.add(new Found(row, token, value, z, score));
    }
  }

  private double z(int row, float value) {
    if (baseline == null) {
      return Double.NaN;
    }
    var stats = baseline.stats(row);
    var distance = value - stats.mean();
    if (stats.variance() > 0) {
      return distance / Math.sqrt(stats.variance());
    }
    return Math.abs(distance) <= ROUNDING * Math.max(1, Math.abs(stats.mean()))
        ? Double.NaN
        : Math.copySign(Double.POSITIVE_INFINITY, distance);
  }

  private double share(int row, float value, int sign) {
    if (baseline == null) {
      return Double.NaN;
    }
    var stats = baseline.stats(row);
    double end = sign > 0 ? stats.max() : stats.min();
    return sign * end > 0 ? value / end : Double.NaN;
  }

  private Percentile percentile(int row, float value) throws StoreException {
    return baseline == null
        ? new Percentile(Double.NaN, Double.NaN)
        : Percentile.of(baseline.histogram(row), value);
  }

  private List<Answer> shown(List<Found> found, int sign, int top) throws StoreException {
    var order =
        Comparator.comparingDouble(Found::score)
            .thenComparingDouble(one -> Double.isNaN(one.z()) ? 0 : sign * one.z())
            .reversed()
            .thenComparingInt(Found::row);
    var answers = new ArrayList<Answer>();
    for (var one : found.stream().sorted(order).limit(top).toList()) {
      var place = percentile(one.row(), one.value());
      answers.add(
          new Answer(
              text.neurons().id(one.row()),
              one.token(),
              one.value(),
              one.z(),
              place.share(),
              place.error(),
              share(one.row(), one.value(), sign)));
    }
    return answers;
  }
}
