// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.task.StoreException;

/// What all gatherers of profiles promise: the same bytes however the work was divided, and no
/// damaged file read as if it were sound.
class ProfilesMergeTest {

  private static final List<Function<GatherWorld, Gatherer>> KINDS =
      List.of(
          GatherWorld::positions,
          world -> world.tokens(TokenSide.CURRENT),
          world -> world.tokens(TokenSide.PREVIOUS),
          GatherWorld::labels);

  @TempDir private Path folder;
  private int files;

  private byte[] bytes(Gatherer gatherer) throws IOException {
    return Files.readAllBytes(GatherWorld.save(gatherer, folder.resolve("f" + files++)));
  }

  @Test
  void partsGiveTheBytesOfTheWholeInAnyOrder() throws IOException {
    for (var seed = 0; seed < 3; seed++) {
      var world = new GatherWorld(seed);
      for (var kind : KINDS) {
        var whole = kind.apply(world);
        world.feedAll(whole);
        var expected = bytes(whole);
        for (var workers : new int[] {1, 2, 4, 7}) {
          var parts = parts(world, kind, workers, seed);
          assertArrayEquals(expected, bytes(merged(parts, seed)), whole.getClass().getName());
        }
      }
    }
  }

  /// Units in random order to random workers.
  private static List<Gatherer> parts(
      GatherWorld world, Function<GatherWorld, Gatherer> kind, int workers, long seed) {
    var random = new SplittableRandom(seed);
    var parts = new ArrayList<Gatherer>();
    for (var worker = 0; worker < workers; worker++) {
      parts.add(kind.apply(world));
    }
    var units = new ArrayList<Integer>();
    for (var unit = 0; unit < world.units(); unit++) {
      units.add(random.nextInt(units.size() + 1), unit);
    }
    units.forEach(unit -> world.feed(parts.get(random.nextInt(workers)), unit));
    return parts;
  }

  /// Merged two and two, at random.
  private static Gatherer merged(List<Gatherer> parts, long seed) {
    var random = new SplittableRandom(seed);
    while (parts.size() > 1) {
      var one = parts.remove(random.nextInt(parts.size()));
      parts.get(random.nextInt(parts.size())).merge(one);
    }
    return parts.getFirst();
  }

  @Test
  void savedPartsAreLoadedAndMergedToTheBytesOfTheWhole() throws IOException, StoreException {
    var world = new GatherWorld(5);
    for (var kind : KINDS) {
      var whole = kind.apply(world);
      world.feedAll(whole);
      var loaded = new ArrayList<Gatherer>();
      for (var part : parts(world, kind, 3, 5)) {
        var fresh = kind.apply(world);
        GatherWorld.load(fresh, GatherWorld.save(part, folder.resolve("f" + files++)));
        loaded.add(fresh);
      }
      assertArrayEquals(bytes(whole), bytes(merged(loaded, 5)), whole.getClass().getName());
    }
  }

  @Test
  void aTableThatSawNothingChangesNothing() throws IOException {
    var world = new GatherWorld(6);
    for (var kind : KINDS) {
      var whole = kind.apply(world);
      world.feedAll(whole);
      var expected = bytes(whole);
      var empty = kind.apply(world);
      empty.merge(whole);
      assertArrayEquals(expected, bytes(empty));
    }
  }

  @Test
  void damagedBytesAreRefused() throws IOException, StoreException {
    var random = new SplittableRandom(7);
    var world = new GatherWorld(7);
    for (var kind : KINDS) {
      var whole = kind.apply(world);
      world.feedAll(whole);
      var sound = bytes(whole);
      for (var i = 0; i < 60; i++) {
        var damaged = sound.clone();
        damaged[random.nextInt(16, sound.length)] ^= (byte) random.nextInt(1, 256);
        refused(kind.apply(world), damaged);
        refused(kind.apply(world), Arrays.copyOf(sound, random.nextInt(sound.length)));
      }
    }
  }

  private void refused(Gatherer fresh, byte[] damaged) throws IOException {
    var file = Files.write(folder.resolve("damaged"), damaged);
    assertThrows(StoreException.class, () -> GatherWorld.load(fresh, file));
  }

  @Test
  void tablesOfOtherSettingsAreRefused() throws IOException {
    var world = new GatherWorld(8);
    var positions = folder.resolve("positions");
    GatherWorld.save(world.positions(), positions);
    var shorter = new PositionTable(GatherWorld.NEURONS, world.resting, new PositionBins(50));
    assertThrows(StoreException.class, () -> GatherWorld.load(shorter, positions));
    assertThrows(IllegalArgumentException.class, () -> shorter.merge(world.positions()));

    var tokens = folder.resolve("tokens");
    GatherWorld.save(world.tokens(TokenSide.CURRENT), tokens);
    var rows = new TokenRows(new int[] {0, 1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 22});
    var other = new TokenProfiles(GatherWorld.NEURONS, world.resting, rows, TokenSide.CURRENT);
    assertThrows(StoreException.class, () -> GatherWorld.load(other, tokens));
    assertThrows(
        IllegalArgumentException.class, () -> other.merge(world.tokens(TokenSide.CURRENT)));

    var labels = folder.resolve("labels");
    GatherWorld.save(world.labels(), labels);
    var keys = List.of(new LabelKey("lang", List.of("de", "fr"), new byte[3]));
    var german = new LabelTables(GatherWorld.NEURONS, world.resting, keys);
    assertThrows(StoreException.class, () -> GatherWorld.load(german, labels));
    assertThrows(IllegalArgumentException.class, () -> german.merge(world.labels()));
  }
}
