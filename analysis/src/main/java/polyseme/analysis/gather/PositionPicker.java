// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import polyseme.analysis.corpus.TokenRef;

/// Chooses positions uniformly over a corpus: those of the smallest hash of seed, document and
/// position. The choice depends on nothing else, and a longer corpus only replaces some of them.
public final class PositionPicker {

  private record Drawn(long hash, TokenRef place) {}

  private static final Comparator<Drawn> ORDER =
      ((Comparator<Drawn>) (a, b) -> Long.compareUnsigned(a.hash, b.hash))
          .thenComparing(Drawn::place);

  private final long seed;
  private final int count;
  private final PriorityQueue<Drawn> kept = new PriorityQueue<>(ORDER.reversed());

  /// Begins.
  ///
  /// @param seed makes the choice
  /// @param count positions to choose
  public PositionPicker(long seed, int count) {
    this.seed = seed;
    this.count = count;
  }

  /// Offers a position.
  ///
  /// @param document number of the document
  /// @param position place in it
  public void offer(int document, int position) {
    if (count == 0) {
      return;
    }
    var hash = hash(seed, document, position);
    var last = kept.peek();
    if (kept.size() < count || last == null) {
      kept.add(new Drawn(hash, new TokenRef(document, position)));
    } else if (Long.compareUnsigned(hash, last.hash) <= 0) {
      kept.add(new Drawn(hash, new TokenRef(document, position)));
      kept.remove();
    }
  }

  /// In the order of the corpus.
  ///
  /// @return the positions chosen
  public List<TokenRef> picked() {
    return kept.stream().map(Drawn::place).sorted().toList();
  }

  /// The number that a position is chosen by; uniform over all 64 bits.
  ///
  /// @param seed makes the choice
  /// @param document number of the document
  /// @param position place in it
  /// @return the hash
  public static long hash(long seed, int document, int position) {
    return mixed(mixed(seed) ^ (((long) document << 32) | (position & 0xFFFF_FFFFL)));
  }

  /// Finaliser of SplitMix64 after its increment (Steele, Lea, Flood 2014).
  private static long mixed(long value) {
    var z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
