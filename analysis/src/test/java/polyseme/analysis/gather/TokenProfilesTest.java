// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// Profiles by token.
class TokenProfilesTest {

  private static final int SLOTS = GatherWorld.VOCABULARY + 1;

  @TempDir private Path folder;

  /// Sums of one neuron, the last slot for "none".
  private static final class Truth {
    final double[] sums = new double[SLOTS];
    final double[] masses = new double[SLOTS];
    final float[] greatest = new float[SLOTS];
    final long[] counts = new long[SLOTS];
    double squares;

    Truth(GatherWorld world, TokenSide side, int row) {
      world.each(
          row,
          (seen, t, value) -> {
            var current = side == TokenSide.CURRENT;
            var begins = !current && t == 0;
            var slot = begins ? SLOTS - 1 : seen.tokens[current ? t : t - 1];
            greatest[slot] = counts[slot] == 0 ? value : Math.max(greatest[slot], value);
            sums[slot] += world.cut(row, value);
            masses[slot] += world.mass(row, value);
            counts[slot]++;
            squares += world.cut(row, value) * world.cut(row, value);
          });
    }

    double variance() {
      var n = LongStream.of(counts).sum();
      return squares / n - Math.pow(total(sums) / n, 2);
    }

    double between() {
      var n = LongStream.of(counts).sum();
      var between = 0.0;
      for (var slot = 0; slot < SLOTS; slot++) {
        between += counts[slot] == 0 ? 0 : sums[slot] * sums[slot] / counts[slot];
      }
      return between / n - Math.pow(total(sums) / n, 2);
    }

    double total(double[] of) {
      var total = 0.0;
      for (var value : of) {
        total += value;
      }
      return total;
    }
  }

  @Test
  void equalsBruteForce() throws IOException, StoreException {
    for (var seed = 0; seed < 3; seed++) {
      var world = new GatherWorld(seed);
      for (var side : TokenSide.values()) {
        var table = world.tokens(side);
        world.feedAll(table);
        var file = GatherWorld.save(table, folder.resolve(side + "" + seed));
        try (var in = SectionFile.open(file, "TEST")) {
          for (var row = 0; row < GatherWorld.NEURONS.size(); row++) {
            var profile = TokenProfile.read(in, 0, side, world.resting, row);
            compare(world, new Truth(world, side, row), profile, row);
          }
        }
      }
    }
  }

  private static void compare(GatherWorld world, Truth truth, TokenProfile profile, int row) {
    var step = world.resting.quanta().step(row);
    for (var entry : profile.tokens()) {
      var slot = entry.token();
      assertEquals(truth.counts[slot], entry.count());
      // each token is off by less than a step
      assertEquals(truth.sums[slot], entry.mean() * entry.count(), step * entry.count());
      assertEquals(truth.greatest[slot], entry.greatest());
      var total = truth.total(truth.masses);
      assertEquals(truth.masses[slot] / total, entry.share(), 4 * step * profile.count() / total);
    }
    var met = profile.tokens().stream().mapToLong(TokenProfile.Entry::count).sum();
    assertEquals(profile.count(), met + count(profile.others()) + count(profile.none()));
    assertEquals(truth.counts[SLOTS - 1], count(profile.none()));
    assertEquals(world.cuts(row), profile.cuts());
  }

  private static long count(TokenProfile.@Nullable Entry entry) {
    return entry == null ? 0 : entry.count();
  }

  @Test
  void explainedVarianceIsExactWithAllRowsAndALowerBoundElse() throws IOException, StoreException {
    var world = new GatherWorld(4);
    var tokens = new int[GatherWorld.VOCABULARY];
    for (var token = 0; token < tokens.length; token++) {
      tokens[token] = token;
    }
    var full =
        new TokenProfiles(
            GatherWorld.NEURONS, world.resting, new TokenRows(tokens), TokenSide.CURRENT);
    var part = world.tokens(TokenSide.CURRENT);
    world.feedAll(full);
    world.feedAll(part);
    GatherWorld.save(full, folder.resolve("full"));
    GatherWorld.save(part, folder.resolve("part"));
    try (var all = SectionFile.open(folder.resolve("full"), "TEST");
        var some = SectionFile.open(folder.resolve("part"), "TEST")) {
      for (var row = 0; row < GatherWorld.NEURONS.size(); row++) {
        var truth = new Truth(world, TokenSide.CURRENT, row);
        var whole = TokenProfile.read(all, 0, TokenSide.CURRENT, world.resting, row);
        var variance = truth.variance();
        var expected = truth.between() / variance;
        assertEquals(expected, whole.varianceExplained(variance), 1e-5);
        assertNull(whole.others());
        var bound = TokenProfile.read(some, 0, TokenSide.CURRENT, world.resting, row);
        assertNotNull(bound.others());
        assertTrue(bound.varianceExplained(variance) < expected);
        assertTrue(bound.varianceExplained(variance) > 0);
      }
    }
  }

  @Test
  void theBudgetKeepsTheMostFrequentTokensAndOfEqualOnesAllOrNone() {
    var counts = new long[] {5, 0, 9, 5, 100, 1, 5, 2};
    var row = TokenProfiles.rowBytes(10);
    var all = TokenBudget.choose(counts, 10, 9 * row);
    assertEquals(7, all.rows().size());
    assertEquals("Every token has a row of its own.", all.sentence());
    assertEquals(9 * row, all.bytes());
    // room for 4: of the three tokens seen five times only two would fit, so none is kept
    var some = TokenBudget.choose(counts, 10, 6 * row);
    assertEquals(new TokenRows(new int[] {2, 4}), some.rows());
    assertEquals(
        "Tokens seen fewer than 6 times share one row, 14.2 % of tokens.", some.sentence());
    assertEquals(5, TokenBudget.choose(counts, 10, 7 * row).rows().size());
    assertEquals(0, TokenBudget.choose(counts, 10, 0).rows().size());
  }

  @Test
  void tokensWithoutARowShareOne() {
    var rows = new TokenRows(new int[] {3, 7});
    assertEquals(0, rows.of(3));
    assertEquals(1, rows.of(7));
    assertEquals(rows.others(), rows.of(5));
    assertEquals(rows.others(), rows.of(100_000));
    assertEquals(rows.none(), rows.of(Block.NO_TOKEN));
    assertThrows(IllegalArgumentException.class, () -> new TokenRows(new int[] {3, 3}));
  }

  @Test
  void headsWithoutSenseAreRefused() throws IOException {
    refused(2, new int[] {5, 4}, new long[4]);
    refused(2, new int[] {-1, 4}, new long[4]);
    refused(2, new int[] {1, Integer.MAX_VALUE}, new long[4]);
    refused(2, new int[] {1, 2}, new long[3]);
    refused(2, new int[] {1, 2}, new long[] {1, -1, 0, 0});
    refused(-1, new int[] {1, 2}, new long[4]);
    refused(Integer.MAX_VALUE, new int[] {1, 2}, new long[4]);
  }

  private void refused(int size, int[] tokens, long[] counts) throws IOException {
    var file = folder.resolve("head");
    Files.deleteIfExists(file);
    try (var out = new SectionWriter(file, "TEST")) {
      out.begin("tcur");
      out.putInt(3).putInt(size);
      for (var token : tokens) {
        out.putInt(token);
      }
      for (var count : counts) {
        out.putLong(count);
      }
      out.end();
      out.force();
    }
    assertThrows(
        StoreException.class,
        () -> {
          try (var in = SectionFile.open(file, "TEST")) {
            TokenHead.read(in, 0, TokenSide.CURRENT, 3);
          }
        });
  }
}
