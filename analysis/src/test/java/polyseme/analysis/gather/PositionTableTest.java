// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.section.SectionFile;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;

/// Profiles by position.
class PositionTableTest {

  @TempDir private Path folder;

  @Test
  void binsAreSingleThenEightAnOctave() {
    var bins = new PositionBins(1024);
    assertEquals(32 + 5 * 8, bins.count());
    assertEquals(31, bins.of(31));
    assertEquals(32, bins.of(32));
    assertEquals(32, bins.of(35));
    assertEquals(33, bins.of(36));
    assertEquals(40, bins.of(64));
    for (var length : new int[] {1, 31, 32, 33, 100, 128, 2048, 131_072}) {
      var some = new PositionBins(length);
      for (var bin = 0; bin < some.count(); bin++) {
        assertEquals(bin, some.of(some.first(bin)));
        assertEquals(bin, some.of(some.first(bin + 1) - 1));
      }
      assertEquals(length, some.first(some.count()));
    }
  }

  @Test
  void equalsBruteForce() throws IOException, StoreException {
    for (var seed = 0; seed < 3; seed++) {
      var world = new GatherWorld(seed);
      var table = world.positions();
      world.feedAll(table);
      var file = GatherWorld.save(table, folder.resolve("f" + seed));
      try (var in = SectionFile.open(file, "TEST")) {
        for (var row = 0; row < GatherWorld.NEURONS.size(); row++) {
          var bins = new PositionBins(GatherWorld.CONTEXT);
          compare(world, row, PositionTable.read(in, 0, world.resting, bins, row));
        }
      }
    }
  }

  private static void compare(GatherWorld world, int row, PositionProfile profile) {
    var bins = new PositionBins(GatherWorld.CONTEXT);
    var sums = new double[world.units()][bins.count()];
    var tokens = new long[world.units()][bins.count()];
    var counts = new long[bins.count()];
    var active = new int[bins.count()];
    world.each(
        row,
        (seen, t, value) -> {
          sums[world.unit(seen)][bins.of(t)] += value;
          tokens[world.unit(seen)][bins.of(t)]++;
          counts[bins.of(t)]++;
          active[bins.of(t)] += value > 0 ? 1 : 0;
        });
    var cuts = 0;
    var most = Math.scalb(1.0, world.resting.quanta().exponent(row) + 4);
    for (var unit = 0; unit < sums.length; unit++) {
      for (var bin = 0; bin < counts.length; bin++) {
        var limit = most * tokens[unit][bin];
        cuts += Math.abs(sums[unit][bin]) > limit ? 1 : 0;
        sums[unit][bin] = Math.clamp(sums[unit][bin], -limit, limit);
      }
    }
    assertEquals(cuts, profile.cuts());
    // a unit's sum is rounded to half a step
    var tolerance = 0.5 * world.units() * world.resting.quanta().step(row) + 1e-12;
    var total = 0L;
    for (var bin : profile.bins()) {
      var i = bins.of(bin.first());
      assertEquals(counts[i], bin.tokens());
      var sum = Arrays.stream(sums).mapToDouble(ofUnit -> ofUnit[i]).sum();
      assertEquals(sum, bin.mean() * bin.tokens(), tolerance);
      assertEquals((double) active[i] / counts[i], bin.active());
      total += bin.tokens();
    }
    assertEquals(total, profile.tokens());
    assertEquals(
        PositionProfile.mutualInformation(active, counts), profile.mutualInformation(), 0.0);
  }

  @Test
  void evenTheLeastFloatCountsAsActive() throws IOException, StoreException {
    var resting = new Resting(new float[5], new Quanta(new int[5]));
    var bins = new PositionBins(1);
    var neurons = new NeuronIndex(1, 5);
    var table = new PositionTable(neurons, resting, bins);
    var block = new Block(5);
    var values = new float[] {Float.MIN_VALUE, -Float.MIN_VALUE, 0f, -0f, Float.MAX_VALUE};
    block.fill(0, FloatBuffer.wrap(values), 0, Window.whole(0, 0, 1), 0, 1);
    table.accept(block);
    table.endUnit();
    var shares = new double[] {1, 0, 0, 0, 1};
    var cuts = new int[] {0, 0, 0, 0, 1};
    try (var in = SectionFile.open(GatherWorld.save(table, folder.resolve("f")), "TEST")) {
      for (var row = 0; row < 5; row++) {
        var profile = PositionTable.read(in, 0, resting, bins, row);
        assertEquals(shares[row], profile.bins().getFirst().active());
        assertEquals(cuts[row], profile.cuts());
      }
      // cut at 16 times the pilot's greatest
      assertEquals(16, PositionTable.read(in, 0, resting, bins, 4).bins().getFirst().mean());
    }
  }

  @Test
  void whatFollowsFromThePositionTellsOneBit() {
    var tokens = new long[] {1000, 1000, 1000, 1000};
    var bits = PositionProfile.mutualInformation(new int[] {1000, 0, 0, 1000}, tokens);
    // Miller and Madow: (2 + 4 − 4 − 1) / (2 N ln 2)
    assertEquals(1 + 1 / (8000 * Math.log(2)), bits, 1e-12);
  }

  @Test
  void whatIsTheSameEverywhereTellsNothing() {
    var tokens = new long[] {400, 0, 800};
    // equal shares: I = 0, and (2 + 2 − 4 − 1) / (2 N ln 2)
    var bits = PositionProfile.mutualInformation(new int[] {100, 0, 200}, tokens);
    assertEquals(-1 / (2400 * Math.log(2)), bits, 1e-12);
    assertEquals(0, PositionProfile.mutualInformation(new int[3], tokens), 1e-12);
    assertEquals(0, PositionProfile.mutualInformation(new int[3], new long[3]));
  }

  @Test
  void theCorrectionTakesTheBiasOfIndependenceAway() {
    var random = new SplittableRandom(1);
    var corrected = 0.0;
    for (var run = 0; run < 200; run++) {
      var yes = new int[40];
      var all = new long[40];
      for (var i = 0; i < 4000; i++) {
        var bin = random.nextInt(40);
        all[bin]++;
        yes[bin] += random.nextInt(10) < 3 ? 1 : 0;
      }
      corrected += PositionProfile.mutualInformation(yes, all) / 200;
    }
    // uncorrected it would be 39 / (8000 ln 2) = 0.0070
    assertTrue(Math.abs(corrected) < 0.0005, "bits " + corrected);
  }
}
