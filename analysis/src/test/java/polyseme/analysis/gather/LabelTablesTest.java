// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// Profiles by label.
class LabelTablesTest {

  @TempDir private Path folder;

  @Test
  void equalsBruteForceAndAucLiesWithinItsBound() throws IOException, StoreException {
    for (var seed = 0; seed < 3; seed++) {
      var world = new GatherWorld(seed);
      var tables = world.labels();
      world.feedAll(tables);
      var file = GatherWorld.save(tables, folder.resolve("f" + seed));
      try (var in = SectionFile.open(file, "TEST")) {
        for (var row = 0; row < GatherWorld.NEURONS.size(); row++) {
          var profiles = LabelReader.read(in, 0, world.resting, row);
          assertEquals(2, profiles.size());
          for (var i = 0; i < profiles.size(); i++) {
            compare(world, GatherWorld.keys().get(i), row, profiles.get(i));
          }
          assertEquals(world.cuts(row), profiles.getFirst().cuts(), "all documents have a lang");
        }
      }
    }
  }

  private static void compare(GatherWorld world, LabelKey key, int row, LabelProfile profile) {
    assertEquals(key.name(), profile.key());
    assertEquals(key.values().size(), profile.values().size());
    var step = world.resting.quanta().step(row);
    var all = new double[] {0, 0};
    for (var value : profile.values()) {
      var own = new ArrayList<Float>();
      var rest = new ArrayList<Float>();
      var sums = new double[2];
      all[0] = 0;
      all[1] = 0;
      world.each(
          row,
          (seen, _, activation) -> {
            var number = key.of(seen.window.document());
            if (number != LabelKey.NONE) {
              var isOwn = key.values().get(number).equals(value.value());
              (isOwn ? own : rest).add(activation);
              sums[0] += isOwn ? world.cut(row, activation) : 0;
              sums[1] += isOwn ? world.mass(row, activation) : 0;
              all[0] += world.mass(row, activation);
              all[1]++;
            }
          });
      assertEquals(own.size(), value.count());
      assertEquals(sums[0], value.mean() * value.count(), step * value.count());
      assertEquals(sums[1] / all[0], value.share(), 4 * step * all[1] / all[0]);
      assertEquals(pairwise(own, rest), value.auc(), value.aucError() + 1e-12);
      assertTrue(value.aucError() < 0.05, value + " of row " + row);
    }
  }

  private static double pairwise(List<Float> own, List<Float> rest) {
    var higher = 0.0;
    for (float a : own) {
      for (float b : rest) {
        higher += a > b ? 1 : a == b ? 0.5 : 0;
      }
    }
    return higher / own.size() / rest.size();
  }

  @Test
  void binsAscendAndTheRestingLevelHasItsOwn() {
    var random = new SplittableRandom(3);
    var exponents = new int[60];
    var levels = new float[60];
    for (var row = 0; row < levels.length; row++) {
      exponents[row] = row < 2 ? 200 * row - 100 : random.nextInt(-20, 20);
      levels[row] =
          row % 3 == 0 ? 0 : (float) Math.scalb(random.nextDouble() - 0.5, exponents[row]);
    }
    var bins = new RestBins(new Resting(levels, new Quanta(exponents)), 60);
    for (var row = 0; row < levels.length; row++) {
      assertEquals(RestBins.AT_REST, bins.of(row, levels[row]));
      assertEquals(RestBins.AT_REST + 1, bins.of(row, Math.nextUp(levels[row])));
      assertEquals(RestBins.AT_REST - 1, bins.of(row, Math.nextDown(levels[row])));
      assertEquals(0, bins.of(row, -Float.MAX_VALUE));
      assertEquals(RestBins.COUNT - 1, bins.of(row, Float.MAX_VALUE));
      for (var i = 0; i < 2000; i++) {
        var a = drawn(random, exponents[row]);
        var b = drawn(random, exponents[row]);
        assertTrue(bins.of(row, Math.min(a, b)) <= bins.of(row, Math.max(a, b)));
      }
    }
  }

  @Test
  void binsHaveTheEdgesOfTheFormat() {
    var bins = new RestBins(new Resting(new float[1], new Quanta(new int[1])), 1);
    assertEquals(32, bins.of(0, Math.nextDown(0x1p-11f)));
    assertEquals(33, bins.of(0, 0x1p-11f));
    assertEquals(46, bins.of(0, Math.nextDown(0x1p-4f)));
    assertEquals(47, bins.of(0, 0x1p-4f));
    assertEquals(62, bins.of(0, Math.nextDown(1f)));
    assertEquals(63, bins.of(0, 1f));
    assertEquals(30, bins.of(0, -0x1p-12f));
    assertEquals(1, bins.of(0, Math.nextUp(-0.875f)));
    assertEquals(0, bins.of(0, -0.875f));
  }

  private static float drawn(SplittableRandom random, int exponent) {
    return (float) Math.scalb(random.nextDouble() - 0.5, exponent + random.nextInt(-16, 4));
  }

  @Test
  void aNeuronThatSeparatesTheClassesHasAuc1() {
    assertEquals(1, LabelProfile.auc(new long[] {0, 0, 5}, new long[] {7, 2, 0}));
    assertEquals(0, LabelProfile.auc(new long[] {3, 0, 0}, new long[] {0, 2, 0}));
    assertEquals(0.5, LabelProfile.auc(new long[] {4, 0, 0}, new long[] {9, 0, 0}));
    assertTrue(Double.isNaN(LabelProfile.auc(new long[3], new long[] {1, 0, 0})));
  }

  @Test
  void theCensusKeepsKeysOfFewValuesAndNamesTheOthers() {
    var census = new LabelCensus();
    for (var i = 0; i < 200; i++) {
      var labels = new HashMap<String, String>();
      labels.put("id", "document " + i);
      labels.put("lang", i % 2 == 0 ? "fr" : "en");
      labels.put("source", "books");
      if (i >= 100 && i % 3 != 0) {
        labels.put("topic", "t" + i % 5);
      }
      labels.put("author", "a" + i % 2);
      census.add(labels);
    }
    var value = LabelTables.valueBytes(10);
    var all = census.choose(10, LabelBudget.DEFAULT_BYTES);
    assertEquals(List.of("author", "lang", "topic"), names(all.keys()));
    assertEquals(9 * value, all.bytes());
    assertEquals(
        List.of(
            "Labels with one value only are left out: source.",
            "Labels with more than 64 values are left out: id."),
        all.sentences());
    var lang = all.keys().get(1);
    assertEquals(List.of("en", "fr"), lang.values());
    assertEquals(1, lang.of(0));
    assertEquals(0, lang.of(199));
    assertEquals(LabelKey.NONE, lang.of(200));
    var topic = all.keys().get(2);
    assertEquals(LabelKey.NONE, topic.of(99));
    assertEquals(LabelKey.NONE, topic.of(102));
    assertEquals("t4", topic.values().get(topic.of(104)));
    var some = census.choose(10, 4 * value);
    assertEquals(List.of("author", "lang"), names(some.keys()));
    assertEquals(List.of("topic"), some.tooLarge());
    assertEquals(
        "Labels that do not fit the memory are left out: topic.", some.sentences().getLast());
    new LabelCensus().add(Map.of());
  }

  private static List<String> names(List<LabelKey> keys) {
    return keys.stream().map(LabelKey::name).toList();
  }

  @Test
  void headsWithoutSenseAreRefused() throws IOException {
    refused(new int[] {3, 1, 1_000_000});
    refused(new int[] {3, 1, -5});
    refused(new int[] {3, Integer.MAX_VALUE});
    refused(new int[] {3, 1, 0, 1, 0}); // no count
    refused(new int[] {3, 1, 0, 1, 0, -1, -1});
    refused(new int[] {3, 1, 0, 1, 0, 1, 0, 0});
    refused(new int[] {2, 1, 0, 1, 0, 1, 0});
  }

  private void refused(int[] numbers) throws IOException {
    var file = folder.resolve("head");
    Files.deleteIfExists(file);
    try (var out = new SectionWriter(file, "TEST")) {
      out.begin("labl");
      for (var number : numbers) {
        out.putInt(number);
      }
      out.end();
      out.force();
    }
    assertThrows(
        StoreException.class,
        () -> {
          try (var in = SectionFile.open(file, "TEST")) {
            LabelHead.read(in, 0, 3);
          }
        });
  }
}
