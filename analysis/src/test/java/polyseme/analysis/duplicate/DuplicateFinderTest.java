// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.duplicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Near-duplicates against brute force.
class DuplicateFinderTest {

  private static final int VOCABULARY = 2000;

  private static int[] document(SplittableRandom random, int length) {
    return random.ints(length, 0, VOCABULARY).toArray();
  }

  /// Replaces so many tokens, evenly spread, by ones that occur nowhere.
  private static int[] changed(int[] tokens, int changes, int salt) {
    var other = tokens.clone();
    for (var i = 0; i < changes; i++) {
      other[(int) ((i + 0.5) * tokens.length / changes)] = 1_000_000 + 1000 * salt + i;
    }
    return other;
  }

  private static double jaccard(int[] a, int[] b) {
    var first = shingles(a);
    var second = shingles(b);
    var both = new HashSet<>(first);
    both.retainAll(second);
    return (double) both.size() / (first.size() + second.size() - both.size());
  }

  private static Set<List<Integer>> shingles(int[] tokens) {
    var list = Arrays.stream(tokens).boxed().toList();
    var length = Math.min(5, tokens.length);
    var set = new HashSet<List<Integer>>();
    for (var i = 0; i + length <= list.size(); i++) {
      set.add(list.subList(i, i + length));
    }
    return set;
  }

  @Test
  void copiesArePointedToTheFirst() {
    var random = new SplittableRandom(1);
    var a = document(random, 300);
    var b = document(random, 300);
    var finder = new DuplicateFinder(7);
    var found = new ArrayList<Integer>();
    for (var tokens : List.of(a, b, a, new int[0], b.clone(), changed(a, 3, 0), new int[0], b)) {
      found.add(finder.add(tokens));
    }
    assertEquals(List.of(-1, -1, 0, -1, 1, 0, -1, 1), found);
    assertEquals(8, finder.documents());
  }

  @Test
  void documentsShorterThanAShingleAreRepeatedByCopiesAlone() {
    var finder = new DuplicateFinder(1);
    assertEquals(-1, finder.add(new int[] {1, 2, 3}));
    assertEquals(-1, finder.add(new int[] {1, 2, 4}));
    assertEquals(-1, finder.add(new int[] {1, 2}));
    assertEquals(0, finder.add(new int[] {1, 2, 3}));
    assertEquals(-1, finder.add(new int[] {1, 2, 3, 0, 0}));
    assertEquals(2, finder.add(new int[] {1, 2}));
  }

  /// A chain of small changes: each is near the one before it, but only originals are repeated.
  @Test
  void repetitionsAreNotRepeatedThemselves() {
    var finder = new DuplicateFinder(3);
    var tokens = document(new SplittableRandom(2), 1000);
    var originals = new ArrayList<int[]>();
    for (var step = 0; step < 60; step++) {
      var original = finder.add(tokens);
      if (original < 0) {
        originals.add(tokens);
      }
      tokens = tokens.clone();
      for (var i = 0; i < 10; i++) {
        tokens[(step * 10 + i) * 97 % 1000] = 5000 + step * 10 + i;
      }
    }
    assertTrue(originals.size() > 3, originals.size() + " originals");
    for (var i = 1; i < originals.size(); i++) {
      for (var j = 0; j < i; j++) {
        var jaccard = jaccard(originals.get(i), originals.get(j));
        assertTrue(jaccard < 0.93, i + " and " + j + " have " + jaccard);
      }
    }
  }

  /// 40 pairs at each level. The estimate's standard error at 0.8 is 0.033, so pairs 0.1 away are
  /// decided rightly; nearer ones more often than not.
  @Test
  void pairsAreFoundAsTheirExactIndexSays() {
    for (var seed = 1; seed <= 5; seed++) {
      var random = new SplittableRandom(seed);
      for (var changes : new int[] {2, 4, 8, 10, 25, 50, 100}) {
        var found = 0;
        var exact = 0.0;
        for (var pair = 0; pair < 40; pair++) {
          var finder = new DuplicateFinder(100 * seed + pair);
          var a = document(random, 500);
          var b = changed(a, changes, pair);
          exact += jaccard(a, b) / 40;
          assertEquals(-1, finder.add(a));
          found += finder.add(b) == 0 ? 1 : 0;
        }
        var told = "%d of 40 found at %.3f".formatted(found, exact);
        if (exact > 0.9) {
          assertEquals(40, found, told);
        } else if (exact > 0.83) {
          assertTrue(found >= 30, told);
        } else if (exact < 0.65) {
          assertEquals(0, found, told);
        }
      }
    }
  }

  @Test
  void aCorpusOfThousandsIsJudgedAsByBruteForce() {
    for (var seed = 1; seed <= 3; seed++) {
      var random = new SplittableRandom(seed);
      var finder = new DuplicateFinder(seed);
      var originals = new ArrayList<Integer>();
      for (var i = 0; i < 3000; i++) {
        var tokens = document(new SplittableRandom(1000L * seed + i), 100 + i % 200);
        assertEquals(-1, finder.add(tokens), "document " + i);
        originals.add(i);
      }
      for (var i = 0; i < 300; i++) {
        var which = random.nextInt(originals.size());
        var tokens = document(new SplittableRandom(1000L * seed + which), 100 + which % 200);
        assertEquals(which, finder.add(changed(tokens, 1, i)));
      }
    }
  }

  /// Documents that fill in one form share most of their 5-grams and yet are no repetitions.
  @Test
  void formsWithDifferentEntriesStayApartAndCostLittle() {
    var random = new SplittableRandom(4);
    var form = document(random, 60);
    var finder = new DuplicateFinder(4);
    var first = new int[0];
    for (var i = 0; i < 5000; i++) {
      var entries = document(random, 60);
      var tokens = Arrays.copyOf(form, 120);
      System.arraycopy(entries, 0, tokens, 60, 60);
      first = i == 0 ? tokens : first;
      assertEquals(-1, finder.add(tokens), "form " + i);
      if (i == 4900) {
        assertEquals(4900, finder.add(tokens.clone()));
      }
    }
    assertEquals(0, finder.add(first));
  }

  @Test
  void memoryIsUnder300BytesAnOriginal() {
    var finder = new DuplicateFinder(5);
    var random = new SplittableRandom(5);
    for (var i = 1; i <= 60_000; i++) {
      finder.add(document(random, 12));
      if (i >= 20_000 && i % 97 == 0) {
        assertTrue(finder.bytes() <= 300L * i, finder.bytes() / (double) i + " bytes at " + i);
      }
    }
    var before = finder.bytes();
    for (var i = 0; i < 100; i++) {
      finder.add(new int[] {1, 2, 3, 4, 5});
    }
    assertEquals(before, finder.bytes(), "repetitions need none");
  }

  @Test
  void theSameSeedGivesTheSameAnswers() {
    var answers = new ArrayList<List<Integer>>();
    for (var seed : new long[] {9, 9, 10}) {
      var finder = new DuplicateFinder(seed);
      var random = new SplittableRandom(6);
      var found = new ArrayList<Integer>();
      for (var i = 0; i < 300; i++) {
        var tokens = document(random, 200);
        found.add(finder.add(tokens));
        found.add(finder.add(changed(tokens, 5, i))); // near the threshold, where seeds differ
      }
      answers.add(found);
    }
    assertEquals(answers.get(0), answers.get(1));
    assertTrue(!answers.get(0).equals(answers.get(2)));
  }

  /// The estimate is unbiased, and its error is that of 144 independent functions.
  @Test
  void agreementEstimatesTheExactIndex() {
    var random = new SplittableRandom(8);
    for (var changes : new int[] {3, 10, 30, 60}) {
      var a = document(random, 400);
      var b = changed(a, changes, 1);
      var exact = jaccard(a, b);
      var sum = 0.0;
      var squares = 0.0;
      var times = 400;
      for (var seed = 0; seed < times; seed++) {
        var hash = new MinHash(seed);
        var first = new byte[MinHash.FUNCTIONS];
        var second = new byte[MinHash.FUNCTIONS];
        hash.sign(a, first);
        hash.sign(b, second);
        var same = 0;
        for (var i = 0; i < MinHash.FUNCTIONS; i++) {
          same += first[i] == second[i] ? 1 : 0;
        }
        var estimate = ((double) same / MinHash.FUNCTIONS - 1 / 256.0) / (1 - 1 / 256.0);
        sum += estimate;
        squares += (estimate - exact) * (estimate - exact);
      }
      var error = Math.sqrt(exact * (1 - exact) / MinHash.FUNCTIONS);
      // five standard errors of the mean; of the spread, a fifth
      assertEquals(exact, sum / times, 5 * error / Math.sqrt(times), changes + " changes");
      assertEquals(1, Math.sqrt(squares / times) / error, 0.2, changes + " changes");
    }
  }
}
