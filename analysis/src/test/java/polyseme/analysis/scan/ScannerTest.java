// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.analysis.gather.Half;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// Everything a scan says equals what is worked out from all activations.
class ScannerTest {

  private static final ScanOptions OPTIONS = TestOptions.of(5, FakeModel.CONTEXT, 3, 50, 42, 2);

  @TempDir private Path folder;

  private Scan scan(FakeModel model, ListCorpus corpus, ScanOptions options)
      throws PolysemeException {
    return Scanner.scan(model, corpus, options, folder.resolve("scan"), "test", Progress.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void statisticsEqualTwoPassesInDouble(long seed) throws PolysemeException {
    var model = new FakeModel(true);
    var corpus = ListCorpus.random(seed, 120);
    var truth = new BruteForce(model, corpus, FakeModel.CONTEXT);
    try (var scan = scan(model, corpus, OPTIONS)) {
      for (var row = 0; row < scan.neurons().size(); row++) {
        var id = scan.neurons().id(row);
        var expected = BruteForce.stats(truth.all(id.layer(), id.index()));
        assertStats(expected, scan.stats(row), id);
      }
    }
  }

  private static void assertStats(NeuronStats expected, NeuronStats actual, NeuronId id) {
    assertEquals(expected.count(), actual.count());
    assertTrue(expected.min() == actual.min(), id + " min " + actual.min());
    assertTrue(expected.max() == actual.max(), id + " max " + actual.max());
    assertEquals(expected.fractionPositive(), actual.fractionPositive());
    if (id.index() == FakeModel.CONSTANT || expected.variance() == 0) {
      assertEquals(0.0, actual.variance());
      assertTrue(Double.isNaN(actual.skewness()) && Double.isNaN(actual.kurtosis()));
    } else {
      // 1e-9: what rounding in double leaves of a mean of 1000 beside a deviation of 3e-4
      assertNear(expected.mean(), actual.mean(), Math.sqrt(expected.variance()), id);
      assertNear(expected.variance(), actual.variance(), expected.variance(), id);
      assertNear(expected.skewness(), actual.skewness(), 1, id);
      assertNear(expected.kurtosis(), actual.kurtosis(), expected.kurtosis(), id);
    }
  }

  private static void assertNear(double expected, double actual, double scale, NeuronId id) {
    assertEquals(expected, actual, 1e-9 * scale, id.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void extremesAndTheirContextsEqualBruteForce(boolean begins) throws PolysemeException {
    var model = new FakeModel(begins);
    var corpus = ListCorpus.random(7, 90);
    var truth = new BruteForce(model, corpus, FakeModel.CONTEXT);
    try (var scan = scan(model, corpus, OPTIONS)) {
      for (var row = 0; row < scan.neurons().size(); row++) {
        var id = scan.neurons().id(row);
        var all = truth.all(id.layer(), id.index());
        var examples = scan.profile(id).examples();
        assertExamples(BruteForce.extremes(all, 5, 1), examples.highest(), id);
        assertExamples(BruteForce.extremes(all, 5, -1), examples.lowest(), id);
        examples.highest().forEach(example -> assertContext(truth, id, example));
      }
    }
  }

  private static void assertExamples(
      List<BruteForce.Seen> expected, List<Example> actual, NeuronId id) {
    var found = new ArrayList<BruteForce.Seen>();
    actual.forEach(e -> found.add(new BruteForce.Seen(e.peak(), e.activation())));
    assertEquals(expected, found, id.toString());
    assertEquals(
        expected.size(),
        actual.stream().map(example -> example.peak().document()).distinct().count());
  }

  private static void assertContext(BruteForce truth, NeuronId id, Example example) {
    var peak = example.peak();
    var first = peak.position() - example.peakIndex();
    assertEquals(peak.position() / truth.capacity(), first / truth.capacity());
    for (var i = 0; i < example.activations().size(); i++) {
      if (i == example.peakIndex()) {
        continue;
      }
      var exact = truth.at(id.layer(), id.index(), peak.document(), first + i);
      var value = Math.min(Math.max(exact, -65504f), 65504f);
      // half precision has 11 significant bits; below 6e-5 its steps are 6e-8 wide
      assertEquals(value, example.activations().get(i), Math.abs(value) / 2048 + 6e-8, "" + id);
    }
    assertEquals(example.activation(), example.activations().get(example.peakIndex()));
  }

  @Test
  void plantedNeuronShowsWhatItFiresAt() throws PolysemeException {
    var model = new FakeModel(true);
    var options = OPTIONS.withTopK(8);
    try (var scan = scan(model, ListCorpus.random(5, 60), options)) {
      var profile = scan.profile(new NeuronId(1, FakeModel.PLANTED));
      for (var example : profile.examples().highest().subList(0, 4)) {
        var token = example.context().tokens().get(example.peakIndex());
        assertEquals(11f, example.activation());
        assertEquals("q", token.text());
        assertEquals("q", example.context().text().substring(token.start(), token.end()));
        assertEquals("doc-" + example.peak().document(), example.documentId());
      }
    }
  }

  @Test
  void histogramCountsEveryTokenInItsBin() throws PolysemeException {
    var model = new FakeModel(true);
    var corpus = ListCorpus.random(9, 100);
    var truth = new BruteForce(model, corpus, FakeModel.CONTEXT);
    try (var scan = scan(model, corpus, OPTIONS)) {
      for (var row = 0; row < scan.neurons().size(); row++) {
        var id = scan.neurons().id(row);
        var all = truth.all(id.layer(), id.index());
        var histogram = scan.profile(id).histogram();
        for (var bin = 0; bin < histogram.counts().size(); bin++) {
          var from = histogram.edges().get(bin);
          var to = histogram.edges().get(bin + 1);
          var expected = all.stream().filter(s -> from <= s.value() && s.value() < to).count();
          assertEquals(expected, histogram.counts().get(bin), id + " bin " + bin);
        }
        var sum = histogram.counts().stream().mapToLong(Long::longValue).sum();
        assertEquals(all.size(), sum, id.toString());
        assertTrue(histogram.counts().size() <= 61, histogram.counts().size() + " bins");
      }
    }
  }

  @Test
  void profilesHoldTheActivationsAtTheSharedPositions() throws PolysemeException {
    var model = new FakeModel(true);
    var corpus = ListCorpus.random(11, 80);
    var truth = new BruteForce(model, corpus, FakeModel.CONTEXT);
    try (var scan = scan(model, corpus, OPTIONS)) {
      var profiles = scan.activationProfiles();
      assertEquals(50, profiles.columns());
      assertEquals(50, scan.profilePositions().stream().distinct().count());
      for (var row = 0; row < profiles.rows(); row++) {
        var id = scan.neurons().id(row);
        for (var i = 0; i < profiles.columns(); i++) {
          var place = scan.profilePositions().get(i);
          var value = truth.at(id.layer(), id.index(), place.document(), place.position());
          assertEquals(half(value), profiles.get(row, i));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void windowsLoseNoTokenAndCountNoneTwice(long seed) throws PolysemeException {
    var model = new FakeModel(true);
    var corpus = ListCorpus.random(seed, 40);
    var context = 2 + (int) seed * 3;
    // as many profile positions as tokens: every token has its column, filled by its window
    var options =
        OPTIONS
            .withContextTokens(context)
            .withProfilePositions(1 << 20)
            .withPolicy(ScanPolicy.older())
            .withContent(ScanContent.core()); // without a pilot, which sees the same tokens
    var truth = new BruteForce(model, corpus, context);
    var all = truth.all(0, 4);
    try (var scan = scan(model, corpus, options)) {
      assertEquals(all.size(), scan.provenance().tokens());
      assertEquals(all.stream().map(BruteForce.Seen::place).toList(), scan.profilePositions());
      var windows =
          corpus.documents().stream()
              .mapToLong(d -> Math.ceilDiv(tokens(d.text()), context - 1))
              .sum();
      assertEquals(all.size() + windows, model.tokensSeen.get());
      for (var i = 0; i < all.size(); i++) {
        assertEquals(half(all.get(i).value()), scan.activationProfiles().get(4, i));
      }
    }
  }

  private static float half(float value) {
    return Float.float16ToFloat(Half.of(value));
  }

  /// The fake's tokens are bytes.
  private static int tokens(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void scanEndsAfterTheDocumentThatReachesTheLimit() throws PolysemeException {
    var model = new FakeModel(true);
    var corpus = ListCorpus.random(3, 40);
    try (var scan = scan(model, corpus, OPTIONS.withMaxTokens(100))) {
      var documents = scan.provenance().documents();
      var before = 0;
      for (var i = 0; i < documents - 1; i++) {
        before += scan.document(i).tokens();
      }
      assertTrue(before < 100 && scan.provenance().tokens() >= 100);
      assertEquals("t1", scan.document(1).labels().get("topic"));
    }
  }
}
