// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;

/// Sums that a neuron's coherence follows from.
class CoherenceSumsTest {

  private static final int WIDTH = 530; // two strips
  private static final NeuronIndex NEURONS = new NeuronIndex(2, WIDTH);
  private static final int DIMENSIONS = 7;
  private static final int SILENT = 4;
  private static final int ONCE = 5;

  @TempDir Path folder;

  /// One window: activations `[layer][token · width + neuron]`, contexts `[layer][token]`.
  private record Text(List<FloatBuffer> layers, List<float[][]> contexts, int length) {}

  private static float level(int row) {
    return 0.125f * (row % 4) - 0.25f;
  }

  private static int exponent(int row) {
    return row == 6 ? -80 : row == 7 ? 90 : row % 5;
  }

  private static Resting resting() {
    var levels = new float[NEURONS.size()];
    var exponents = new int[NEURONS.size()];
    for (var row = 0; row < levels.length; row++) {
      levels[row] = level(row);
      exponents[row] = exponent(row);
    }
    return new Resting(levels, new Quanta(exponents));
  }

  private static List<Text> texts(int count) {
    var random = new SplittableRandom(21);
    var texts = new ArrayList<Text>();
    for (var d = 0; d < count; d++) {
      var length = 1 + random.nextInt(70);
      var layers = new ArrayList<FloatBuffer>();
      var contexts = new ArrayList<float[][]>();
      for (var layer = 0; layer < NEURONS.nLayers(); layer++) {
        var values = new float[length * WIDTH];
        for (var i = 0; i < values.length; i++) {
          var row = layer * WIDTH + i % WIDTH;
          values[i] = level(row) + Math.scalb((float) random.nextGaussian(), exponent(row) - 2);
          values[i] = row == SILENT || row == ONCE ? level(row) - 1 : values[i];
        }
        if (d == 2 && layer == 0) {
          values[ONCE] = 3;
        }
        layers.add(FloatBuffer.wrap(values));
        contexts.add(contexts(random, length));
      }
      texts.add(new Text(layers, contexts, length));
    }
    return texts;
  }

  private static float[][] contexts(SplittableRandom random, int length) {
    var rows = new float[length][DIMENSIONS];
    for (var t = 0; t < length; t++) {
      if (t % 9 == 4) {
        continue; // no context
      }
      var norm = 0.0;
      for (var d = 0; d < DIMENSIONS; d++) {
        rows[t][d] = (float) (random.nextGaussian() + 0.3);
        norm += rows[t][d] * rows[t][d];
      }
      for (var d = 0; d < DIMENSIONS; d++) {
        rows[t][d] /= (float) Math.sqrt(norm);
      }
    }
    return rows;
  }

  private static void take(CoherenceSums sums, Text text) {
    var block = new Block(WIDTH);
    for (var layer = 0; layer < NEURONS.nLayers(); layer++) {
      for (var from = 0; from < text.length(); from += Block.MOST) {
        var count = Math.min(Block.MOST, text.length() - from);
        var window = Window.whole(0, 0, text.length());
        block.fill(layer, text.layers().get(layer), from * WIDTH, window, from, count);
        block.setContexts(text.contexts().get(layer), from);
        sums.accept(block);
      }
    }
  }

  private static CoherenceSums summed(List<List<Text>> units) {
    var sums = new CoherenceSums(NEURONS, resting(), DIMENSIONS);
    for (var unit : units) {
      unit.forEach(text -> take(sums, text));
      sums.endUnit();
    }
    return sums;
  }

  private static List<List<Text>> units(List<Text> texts) {
    return IntStream.range(0, texts.size() / 4)
        .mapToObj(u -> texts.subList(4 * u, 4 * u + 4))
        .toList();
  }

  /// Mean cosine over all pairs, pair by pair, in double.
  private static double pairwise(List<Text> texts, int row) {
    var rises = new ArrayList<Double>();
    var contexts = new ArrayList<float[]>();
    for (var text : texts) {
      for (var t = 0; t < text.length(); t++) {
        var value = text.layers().get(row / WIDTH).get(t * WIDTH + row % WIDTH);
        var context = text.contexts().get(row / WIDTH)[t];
        if (value > level(row) && context[0] != 0) {
          rises.add((double) (value - level(row)));
          contexts.add(context);
        }
      }
    }
    var above = 0.0;
    var below = 0.0;
    for (var i = 0; i < rises.size(); i++) {
      for (var k = 0; k < i; k++) {
        var weight = rises.get(i) * rises.get(k);
        above += weight * dot(contexts.get(i), contexts.get(k));
        below += weight;
      }
    }
    return above / below;
  }

  private static double dot(float[] a, float[] b) {
    var sum = 0.0;
    for (var d = 0; d < a.length; d++) {
      sum += (double) a[d] * b[d];
    }
    return sum;
  }

  /// Float sums of at most 512 tokens err by some 1e-7 of themselves, the rest is exact.
  @Test
  void theScoreIsThePairwiseMeanCosine() {
    var texts = texts(24);
    var sums = summed(units(texts));
    for (var row = 0; row < NEURONS.size(); row += row < 12 ? 1 : 97) {
      if (row != SILENT && row != ONCE) {
        assertEquals(pairwise(texts, row), sums.coherence(row).score(), 1e-6, "row " + row);
      }
    }
  }

  @Test
  void whereThereIsNoPairThereIsNoScore() {
    var sums = summed(units(texts(24)));
    assertEquals(new Coherence(Double.NaN, 0, 0), sums.coherence(SILENT));
    var once = sums.coherence(ONCE);
    assertTrue(Double.isNaN(once.score()));
    assertEquals(3 - level(ONCE), once.mass(), 1e-6);
    assertEquals(1, once.effectiveTokens(), 1e-6);
  }

  @Test
  void tokensThatAllResembleEachOtherHaveTheScoreOne() {
    var context = new float[] {0.6f, 0, 0.8f, 0, 0, 0, 0};
    var sums = oneNeuron(new float[] {1, 2, 3, 0.5f}, _ -> context, 0);
    assertEquals(1, sums.coherence(0).score(), 1e-6);
    assertEquals(6.5 * 6.5 / 14.25, sums.coherence(0).effectiveTokens(), 1e-6);
  }

  @Test
  void oppositeContextsHaveANegativeScore() {
    var sums = oneNeuron(new float[] {1, 1}, t -> new float[] {t == 0 ? 1 : -1}, 0);
    assertEquals(-1, sums.coherence(0).score(), 1e-6);
  }

  @Test
  void whatLiesBeyondSixteenTimesThePilotsGreatestIsCut() {
    var sums =
        oneNeuron(new float[] {1e30f, 1e30f, Float.POSITIVE_INFINITY}, _ -> new float[] {1}, 3);
    assertEquals(3 * 128.0, sums.coherence(0).mass());
    assertEquals(3, sums.coherence(0).effectiveTokens());
  }

  private static CoherenceSums oneNeuron(
      float[] values, IntFunction<float[]> contexts, int exponent) {
    var resting = new Resting(new float[1], new Quanta(new int[] {exponent}));
    var rows = IntStream.range(0, values.length).mapToObj(contexts).toArray(float[][]::new);
    var sums = new CoherenceSums(new NeuronIndex(1, 1), resting, rows[0].length);
    var block = new Block(1);
    block.fill(0, FloatBuffer.wrap(values), 0, Window.whole(0, 0, values.length), 0, values.length);
    block.setContexts(rows, 0);
    sums.accept(block);
    sums.endUnit();
    return sums;
  }

  /// 2³¹ tokens at the cut: 2⁵⁹ steps of the sum, 2⁶² of the squares.
  @Test
  void sumsOfTwoToThe31TokensFit() {
    var most = (long) Quanta.MOST_UNITS << Quanta.FRACTION_BITS;
    assertEquals(Quanta.MOST_STEPS, most);
    assertEquals(1L << 59, Math.multiplyExact(most, 1L << 31));
    var mostSquare = ((long) Quanta.MOST_UNITS * Quanta.MOST_UNITS) << Quanta.SQUARE_FRACTION_BITS;
    assertEquals(1L << 62, Math.multiplyExact(mostSquare, 1L << 31));
    var quanta = new Quanta(new int[] {-3});
    assertEquals(4.0, quanta.squareValue(0, mostSquare), "(16 · 2⁻³)²");
  }

  @Test
  void anyOrderAndDivisionOfTheUnitsGivesTheSameBytes() throws IOException {
    var units = units(texts(40));
    var whole = saved(summed(units), "whole");
    for (var seed = 0; seed < 4; seed++) {
      var random = new Random(seed);
      var shuffled = new ArrayList<>(units);
      Collections.shuffle(shuffled, random);
      var cut = 1 + random.nextInt(units.size() - 2);
      var first = summed(shuffled.subList(0, cut));
      var second = summed(shuffled.subList(cut, units.size()));
      second.merge(first);
      assertArrayEquals(whole, saved(second, "parts" + seed), "seed " + seed);
    }
  }

  @Test
  void savedAndLoadedPartsMergeAsIfNeverSaved() throws IOException, StoreException {
    var units = units(texts(16));
    var first = summed(units.subList(0, 3));
    saved(first, "first");
    var loaded = new CoherenceSums(NEURONS, resting(), DIMENSIONS);
    try (var file = SectionFile.open(folder.resolve("first"), "test")) {
      loaded.load(file, 0);
      for (var row = 0; row < NEURONS.size(); row++) {
        assertEquals(first.coherence(row), CoherenceSums.read(file, 0, resting(), row));
      }
      var other = new CoherenceSums(NEURONS, resting(), DIMENSIONS + 1);
      assertThrows(StoreException.class, () -> other.load(file, 0));
    }
    loaded.merge(summed(units.subList(3, 4)));
    assertArrayEquals(saved(summed(units), "direct"), saved(loaded, "merged"));
  }

  @Test
  void aNeuronThatIsNoNumberSomewhereSpoilsNoOther() {
    var texts = texts(4);
    var clean = summed(List.of(texts));
    texts.getFirst().layers().getFirst().put(WIDTH + 20, Float.NaN);
    var spoilt = summed(List.of(texts));
    for (var row : Arrays.asList(19, 21, WIDTH + 20)) {
      assertEquals(clean.coherence(row), spoilt.coherence(row));
    }
  }

  private byte[] saved(CoherenceSums sums, String name) throws IOException {
    var path = folder.resolve(name);
    try (var out = new SectionWriter(path, "test")) {
      sums.save(out);
      out.force();
    }
    return Files.readAllBytes(path);
  }
}
