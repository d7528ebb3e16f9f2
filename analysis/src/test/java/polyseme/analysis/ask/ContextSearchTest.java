// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import polyseme.analysis.cluster.PlantedScan;
import polyseme.analysis.corpus.TokenRef;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

final class ContextSearchTest {

  /// Examples at made-up places.
  private record Made(NeuronIndex neurons, List<List<TokenRef>> places, List<TokenRef> asked)
      implements Contexts {
    @Override
    public List<TokenRef> places(int row, Sample sample) {
      return places.get(row);
    }

    @Override
    public String text(TokenRef place) {
      asked.add(place);
      return "the %s of %d"
          .formatted(place.document() % 3 == 0 ? "River" : "road", place.position());
    }
  }

  private static Made made(int neurons, int examples) {
    var random = new Random(3);
    var places = new ArrayList<List<TokenRef>>();
    for (var row = 0; row < neurons; row++) {
      var own = new ArrayList<TokenRef>();
      for (var i = 0; i < examples; i++) {
        own.add(new TokenRef(random.nextInt(50), random.nextInt(40)));
      }
      places.add(own);
    }
    return new Made(new NeuronIndex(1, neurons), places, new ArrayList<>());
  }

  private static ContextSearch.Result search(Contexts contexts, String regex)
      throws PolysemeException {
    return ContextSearch.search(contexts, Pattern.compile(regex), Sample.ALL, 9, Progress.NONE);
  }

  @Test
  void countsAreThoseOfBruteForce() throws PolysemeException {
    var made = made(60, 40);
    var result = search(made, "River");
    var brute =
        made.places().stream()
            .map(own -> own.stream().filter(place -> place.document() % 3 == 0).count())
            .toList();
    assertEquals(brute.stream().mapToLong(Long::longValue).sum(), result.found());
    assertEquals(2400, result.examples());
    assertEquals(9, result.hits().size());
    var best = brute.stream().mapToLong(Long::longValue).max().orElseThrow();
    var first = result.hits().getFirst();
    assertEquals(best, first.found());
    assertEquals(best, brute.get(first.neuron().index()));
    assertEquals(best / 40.0 / (result.found() / 2400.0), first.lift(), 1e-12);
    assertEquals("River", first.text().substring(first.from(), first.to()));
    for (var i = 1; i < 9; i++) {
      assertTrue(result.hits().get(i - 1).found() >= result.hits().get(i).found());
    }
  }

  @Test
  void everyPlaceIsLookedAtOnce() throws PolysemeException {
    var made = made(200, 40);
    var result = search(made, "not there");
    assertEquals(made.asked().stream().distinct().count(), made.asked().size());
    assertEquals(made.asked().size(), result.places());
    assertEquals(List.of(), result.hits());
    assertEquals(0, result.neurons());
  }

  @Test
  void samplesAreToldApart() throws PolysemeException {
    var scan =
        new PlantedScan(
            List.of(
                new PlantedScan.Planted(List.of("river", "road"), List.of("river")),
                PlantedScan.at("river", "road")));
    for (var sample : Sample.values()) {
      var hits =
          ContextSearch.search(
              Contexts.of(scan), Pattern.compile("road"), sample, 5, Progress.NONE);
      assertEquals(sample == Sample.BOTTOM ? 0 : 2, hits.neurons());
      var examples = sample == Sample.ALL ? 5 : sample == Sample.TOP ? 4 : 1;
      assertEquals(examples, hits.examples());
    }
  }
}
