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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;

/// Mass-weighted samples of every neuron.
class ReservoirsTest {

  private static final NeuronIndex NEURONS = new NeuronIndex(2, 19);
  private static final int KEPT = 8;
  private static final long SEED = 77;

  @TempDir Path folder;

  /// Activations of one document, `[layer][token · width + neuron]`.
  private record Text(int number, int length, List<FloatBuffer> layers, boolean sampled) {}

  private static float level(int row) {
    return row % 3 == 0 ? 0f : 0.25f * (row % 5) - 0.5f;
  }

  private static Resting resting() {
    var levels = new float[NEURONS.size()];
    for (var row = 0; row < levels.length; row++) {
      levels[row] = level(row);
    }
    return new Resting(levels, new Quanta(new int[NEURONS.size()]));
  }

  private static List<Text> texts(int count) {
    var random = new SplittableRandom(11);
    var texts = new ArrayList<Text>();
    for (var d = 0; d < count; d++) {
      var length = 1 + random.nextInt(90);
      var layers = new ArrayList<FloatBuffer>();
      for (var layer = 0; layer < NEURONS.nLayers(); layer++) {
        var values = new float[length * NEURONS.dMlp()];
        for (var i = 0; i < values.length; i++) {
          values[i] = activation(random, layer * NEURONS.dMlp() + i % NEURONS.dMlp());
        }
        layers.add(FloatBuffer.wrap(values));
      }
      texts.add(new Text(d, length, layers, d % 7 != 3));
    }
    return texts;
  }

  /// Rows 3, 4 and 5 are silent, nearly silent, and sometimes no numbers.
  private static float activation(SplittableRandom random, int row) {
    var x = (float) random.nextGaussian();
    return switch (row) {
      case 3 -> level(row);
      case 4 -> random.nextInt(300) == 0 ? x : level(row);
      case 5 -> random.nextInt(20) == 0 ? Float.NaN : random.nextInt(20) == 0 ? x / 0f : x;
      case 6 -> Math.scalb(x, -130);
      case 7 -> Math.scalb(x, 120);
      default -> x * x * x + level(row);
    };
  }

  private static void take(Reservoirs samples, Text text) {
    var block = new Block(NEURONS.dMlp());
    var window = new Window(text.number(), 0, text.length(), 0, text.length(), text.sampled());
    for (var layer = 0; layer < NEURONS.nLayers(); layer++) {
      for (var from = 0; from < text.length(); from += Block.MOST) {
        var count = Math.min(Block.MOST, text.length() - from);
        block.fill(layer, text.layers().get(layer), from * NEURONS.dMlp(), window, from, count);
        samples.accept(block);
      }
    }
    samples.endUnit();
  }

  private static Reservoirs sampled(List<Text> texts) {
    var samples = new Reservoirs(NEURONS, resting(), SEED, KEPT);
    texts.forEach(text -> take(samples, text));
    return samples;
  }

  /// All keys, sorted: the definition.
  private static List<Drawn> bruteForce(List<Text> texts, Reservoirs.Side side, int row) {
    var draw = new WeightedDraw(SEED);
    record Keyed(double key, Drawn drawn) {}
    var all = new ArrayList<Keyed>();
    for (var text : texts) {
      var values = text.layers().get(row / NEURONS.dMlp());
      for (var t = 0; text.sampled() && t < text.length(); t++) {
        var value = values.get(t * NEURONS.dMlp() + row % NEURONS.dMlp());
        var distance = side == Reservoirs.Side.ABOVE ? value - level(row) : level(row) - value;
        if (distance >= 0x1p-100f && distance < Float.POSITIVE_INFINITY) {
          var drawn = new Drawn(text.number(), t, value);
          all.add(new Keyed(draw.key(row, drawn, draw.upper(row, drawn), distance), drawn));
        }
      }
    }
    return all.stream()
        .sorted(Comparator.comparingDouble(Keyed::key))
        .limit(KEPT)
        .map(Keyed::drawn)
        .sorted(Comparator.comparingInt(Drawn::document).thenComparingInt(Drawn::position))
        .toList();
  }

  @Test
  void theLeastKeysAreKept() {
    var texts = texts(60);
    var samples = sampled(texts);
    for (var side : Reservoirs.Side.values()) {
      for (var row = 0; row < NEURONS.size(); row++) {
        assertEquals(bruteForce(texts, side, row), samples.drawn(side, row), side + " " + row);
      }
    }
  }

  @Test
  void aNeuronAtRestHasEmptySamplesAndARareOneHasFewerThanIsKept() {
    var samples = sampled(texts(60));
    assertTrue(samples.drawn(Reservoirs.Side.ABOVE, 3).isEmpty());
    assertTrue(samples.drawn(Reservoirs.Side.BELOW, 3).isEmpty());
    var rare = samples.drawn(Reservoirs.Side.ABOVE, 4).size();
    assertTrue(rare > 0 && rare < KEPT, rare + " drawn");
    assertTrue(samples.drawn(Reservoirs.Side.ABOVE, 6).isEmpty(), "below 2^-100");
    assertEquals(KEPT, samples.drawn(Reservoirs.Side.ABOVE, 7).size());
  }

  @Test
  void anyOrderAndDivisionOfTheWorkGivesTheSameBytes() throws IOException {
    var texts = texts(60);
    var whole = saved(sampled(texts), "whole");
    for (var seed = 0; seed < 6; seed++) {
      var random = new Random(seed);
      var shuffled = new ArrayList<>(texts);
      Collections.shuffle(shuffled, random);
      var workers = 1 + seed;
      var parts =
          IntStream.range(0, workers)
              .mapToObj(_ -> new Reservoirs(NEURONS, resting(), SEED, KEPT))
              .toList();
      shuffled.forEach(text -> take(parts.get(random.nextInt(workers)), text));
      var order = new ArrayList<>(parts);
      Collections.shuffle(order, random);
      order.stream().skip(1).forEach(order.getFirst()::merge);
      assertArrayEquals(whole, saved(order.getFirst(), "parts" + seed), "seed " + seed);
    }
  }

  @Test
  void savedAndLoadedPartsMergeAsIfNeverSaved() throws IOException, StoreException {
    var texts = texts(40);
    saved(sampled(texts.subList(0, 13)), "first");
    var loaded = new Reservoirs(NEURONS, resting(), SEED, KEPT);
    try (var file = SectionFile.open(folder.resolve("first"), "test")) {
      loaded.load(file, 0);
    }
    loaded.merge(sampled(texts.subList(30, 40)));
    texts.subList(13, 30).forEach(text -> take(loaded, text));
    assertArrayEquals(saved(sampled(texts), "direct"), saved(loaded, "merged"));
  }

  @Test
  void oneNeuronIsReadWithoutTheOthers() throws IOException, StoreException {
    var samples = sampled(texts(20));
    saved(samples, "file");
    try (var file = SectionFile.open(folder.resolve("file"), "test")) {
      for (var side : Reservoirs.Side.values()) {
        for (var row = 0; row < NEURONS.size(); row++) {
          assertEquals(
              samples.drawn(side, row), Reservoirs.read(file, 0, NEURONS.size(), side, row));
        }
      }
    }
  }

  @Test
  void anEntryOnTheWrongSideIsDamage() throws IOException, StoreException {
    var one = new NeuronIndex(1, 1);
    var atZero = new Resting(new float[1], new Quanta(new int[1]));
    try (var out = new SectionWriter(folder.resolve("odd"), "test")) {
      for (var tag : List.of("rhig", "rlow")) {
        out.begin(tag);
        out.putFloat(1f).putInt(0).putInt(0);
        out.end();
      }
      out.force();
    }
    try (var file = SectionFile.open(folder.resolve("odd"), "test")) {
      var fresh = new Reservoirs(one, atZero, SEED, 1);
      assertThrows(StoreException.class, () -> fresh.load(file, 0));
    }
  }

  /// Of one draw from weights 1 to 8, the share of each is its weight's: the chi-square of 4,000
  /// independent neurons has 7 degrees of freedom and exceeds 24.3 once in a thousand times. The
  /// second of two draws follows from the first without replacement.
  @Test
  void inclusionIsInProportionToTheDistance() {
    var width = 4000;
    var many = new NeuronIndex(1, width);
    var atZero = new Resting(new float[width], new Quanta(new int[width]));
    var values = new float[8 * width];
    for (var i = 0; i < values.length; i++) {
      values[i] = 1 + (i / width);
    }
    for (var seed = 0; seed < 5; seed++) {
      var samples = new Reservoirs(many, atZero, seed, 1);
      var block = new Block(width);
      block.fill(0, FloatBuffer.wrap(values), 0, Window.whole(seed, 0, 8), 0, 8);
      samples.accept(block);
      var drawn = new int[8];
      for (var row = 0; row < width; row++) {
        drawn[samples.drawn(Reservoirs.Side.ABOVE, row).getFirst().position()]++;
      }
      var chiSquare = 0.0;
      for (var t = 0; t < 8; t++) {
        var expected = width * (t + 1) / 36.0;
        chiSquare += (drawn[t] - expected) * (drawn[t] - expected) / expected;
      }
      assertTrue(chiSquare < 24.3, "seed %d: %f".formatted(seed, chiSquare));
    }
  }

  /// The same over places instead of neurons: one neuron, one draw, 4,000 seeds.
  @Test
  void inclusionOfOneNeuronOverSeedsIsInProportionToo() {
    var one = new NeuronIndex(1, 1);
    var atZero = new Resting(new float[1], new Quanta(new int[1]));
    var values = FloatBuffer.wrap(new float[] {1, 2, 3, 4, -1, -3});
    var above = new int[4];
    var below = new int[6];
    for (var seed = 0; seed < 4000; seed++) {
      var samples = new Reservoirs(one, atZero, seed, 1);
      var block = new Block(1);
      block.fill(0, values, 0, Window.whole(0, 0, 6), 0, 6);
      samples.accept(block);
      above[samples.drawn(Reservoirs.Side.ABOVE, 0).getFirst().position()]++;
      below[samples.drawn(Reservoirs.Side.BELOW, 0).getFirst().position()]++;
    }
    for (var t = 0; t < 4; t++) {
      assertShare((t + 1) / 10.0, above[t]);
    }
    assertShare(0.25, below[4]);
    assertShare(0.75, below[5]);
  }

  /// Four standard deviations of a binomial of 4,000.
  private static void assertShare(double share, int drawn) {
    assertEquals(4000 * share, drawn, 4 * Math.sqrt(4000 * share * (1 - share)));
  }

  private byte[] saved(Reservoirs samples, String name) throws IOException {
    var path = folder.resolve(name);
    try (var out = new SectionWriter(path, "test")) {
      samples.save(out);
      out.force();
    }
    return Files.readAllBytes(path);
  }
}
