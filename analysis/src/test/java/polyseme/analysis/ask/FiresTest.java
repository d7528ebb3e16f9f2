// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polyseme.analysis.scan.Histogram;
import polyseme.analysis.scan.NeuronStats;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;

final class FiresTest {

  private static final int TOKENS = 35;
  private static final NeuronIndex NEURONS = new NeuronIndex(2, 200);

  /// Neurons of known mean and spread; the last one never varies.
  private record Known(NeuronIndex neurons) implements Baseline {
    @Override
    public NeuronStats stats(int row) {
      var constant = row == neurons.size() - 1;
      double std = constant ? 0 : 1 + row % 7;
      var mean = row % 5 - 2.0;
      return new NeuronStats(
          1000, (float) (mean - 4 * std), (float) (mean + 4 * std), mean, std * std, 0, 3, 0.5);
    }

    @Override
    public Histogram histogram(int row) {
      var stats = stats(row);
      var low = (double) stats.min();
      var step = ((double) stats.max() - low) / 4;
      return new Histogram(
          List.of(low, low + step, low + 2 * step, low + 3 * step, low + 4 * step),
          List.of(100L, 400L, 400L, 100L));
    }
  }

  private static TextActivations random() {
    var random = new Random(7);
    var values = new float[TOKENS * NEURONS.size()];
    for (var i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * 5;
    }
    return new TextActivations(
        text(TOKENS), NEURONS, FloatMatrix.wrap(TOKENS, NEURONS.size(), values));
  }

  private static TokenizedText text(int size) {
    var tokens = new ArrayList<Token>();
    tokens.add(new Token(0, "", 0, 0, true));
    for (var i = 1; i < size; i++) {
      tokens.add(new Token(i, i % 2 == 0 ? " a" : "b" + i, 0, 0, false));
    }
    return new TokenizedText("", tokens);
  }

  private static List<Integer> all() {
    return IntStream.range(1, TOKENS).boxed().toList();
  }

  @Test
  void theHighestZOfAllTokensAndNeuronsComesFirst() throws PolysemeException {
    var text = random();
    var answers = Fires.rank(text, new Known(NEURONS), Ranking.Z, all(), 400);
    var first = answers.highest().get(1); // the neuron that never varied stands first
    var best = Double.NEGATIVE_INFINITY;
    var least = Double.POSITIVE_INFINITY;
    for (var row = 0; row < NEURONS.size() - 1; row++) {
      var stats = new Known(NEURONS).stats(row);
      for (var token = 1; token < TOKENS; token++) {
        var z = (text.values().get(token, row) - stats.mean()) / Math.sqrt(stats.variance());
        best = Math.max(best, z);
        least = Math.min(least, z);
      }
    }
    assertEquals(best, first.z());
    assertEquals(least, answers.lowest().get(1).z());
    assertEquals(text.values().get(first.token(), NEURONS.row(first.neuron())), first.value());
    assertEquals(400, answers.highest().size());
    assertEquals(0, answers.leftOut());
    for (var i = 1; i < 400; i++) {
      assertTrue(answers.highest().get(i - 1).z() >= answers.highest().get(i).z());
      assertTrue(answers.lowest().get(i - 1).z() <= answers.lowest().get(i).z());
    }
  }

  @Test
  void aNeuronThatNeverVariedIsInfinitelyUnusualWhenItMoves() throws PolysemeException {
    var first = Fires.rank(random(), new Known(NEURONS), Ranking.Z, all(), 1).highest().getFirst();
    assertEquals(NEURONS.id(NEURONS.size() - 1), first.neuron());
    assertEquals(Double.POSITIVE_INFINITY, first.z());
  }

  @Test
  void onlyChosenTokensCount() throws PolysemeException {
    var answers = Fires.rank(random(), new Known(NEURONS), Ranking.Z, List.of(3, 9), 50);
    assertTrue(answers.highest().stream().allMatch(one -> one.token() == 3 || one.token() == 9));
  }

  @Test
  void sharesAreOfTheEndThatIsMeant() throws PolysemeException {
    var text = random();
    var known = new Known(NEURONS);
    var answers = Fires.rank(text, known, Ranking.SHARE, all(), 5);
    var high = answers.highest().getFirst();
    assertEquals(
        high.value() / (double) known.stats(NEURONS.row(high.neuron())).max(), high.share());
    var low = answers.lowest().getFirst();
    assertEquals(low.value() / (double) known.stats(NEURONS.row(low.neuron())).min(), low.share());
    assertTrue(low.value() < 0 && low.share() > 0);
  }

  @Test
  void percentilesRankByTheShareBelow() throws PolysemeException {
    var answers = Fires.rank(random(), new Known(NEURONS), Ranking.PERCENTILE, all(), 400);
    for (var i = 1; i < 400; i++) {
      assertTrue(
          answers.highest().get(i - 1).percentile() >= answers.highest().get(i).percentile());
    }
    assertEquals(1, answers.highest().getFirst().percentile());
  }

  @Test
  void withoutAScanOnlyValuesRank() throws PolysemeException {
    var answers = Fires.rank(random(), null, Ranking.VALUE, all(), 3);
    assertEquals(Double.NaN, answers.highest().getFirst().z());
    assertThrows(
        IllegalArgumentException.class, () -> Fires.rank(random(), null, Ranking.Z, all(), 3));
  }

  @Test
  void numbersThatAreNoneAreNoAnswer() throws PolysemeException {
    var values = new float[] {Float.NaN, 2, Float.NaN, 1};
    var text = new TextActivations(text(2), new NeuronIndex(1, 2), FloatMatrix.wrap(2, 2, values));
    var answers = Fires.rank(text, null, Ranking.VALUE, List.of(0, 1), 5);
    assertEquals(1, answers.highest().size());
    assertEquals(0, answers.highest().getFirst().token());
    assertEquals(1, answers.lowest().getFirst().token());
    assertEquals(1, answers.leftOut());
  }

  @Test
  void percentilesCountLowerBinsExactlyAndStateTheirError() {
    var histogram = new Histogram(List.of(0.0, 1.0, 3.0, 4.0), List.of(10L, 70L, 20L));
    assertEquals(new Percentile(0, 0), Percentile.of(histogram, -1));
    assertEquals(new Percentile(0, 0), Percentile.of(histogram, 0));
    assertEquals(new Percentile(0.1, 0), Percentile.of(histogram, 1));
    assertEquals(new Percentile(0.8, 0), Percentile.of(histogram, 3));
    assertEquals(new Percentile(1, 0), Percentile.of(histogram, 4));
    assertEquals(0.1 + 0.25 * 0.7, Percentile.of(histogram, 1.5).share(), 1e-12);
    assertEquals(0.75 * 0.7, Percentile.of(histogram, 1.5).error(), 1e-12);
  }

  @Test
  void tokensAreChosenByNumberAndBySpelling() throws RequestException {
    var text = text(6); // begins, b1, " a", b3, " a", b5
    assertEquals(List.of(1, 2, 3, 4, 5), TokenChoice.all(text));
    assertEquals(List.of(0, 3, 5), TokenChoice.of(text, List.of("3", "-1", "0")));
    assertEquals(List.of(2, 4), TokenChoice.of(text, List.of("a", " a")));
    assertEquals(List.of(1), TokenChoice.of(text, List.of("b1")));
    for (var wrong : List.of("6", "-7", "b", "")) {
      assertThrows(RequestException.class, () -> TokenChoice.of(text, List.of(wrong)));
    }
  }
}
