// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.Arrays;
import java.util.List;

/// The activations of least key of every neuron, on one side of its resting level.
///
/// The order is total: lesser key first, then the earlier document, then the earlier position. Keys
/// are held rounded to float, which keeps their order; where two are equal so, both are made anew
/// in double. Each row is a heap whose first entry is the last in the order.
final class ReservoirTable {

  private final WeightedDraw draw;
  private final float[] levels;
  private final int kept;
  private final float[] keys;
  private final float[] values;
  private final int[] documents;
  private final int[] positions;
  private final int[] sizes;

  /// @param levels resting level of each row
  ReservoirTable(WeightedDraw draw, float[] levels, int kept) {
    this.draw = draw;
    this.levels = levels;
    this.kept = kept;
    var slots = Math.multiplyExact(levels.length, kept);
    keys = new float[slots];
    values = new float[slots];
    documents = new int[slots];
    positions = new int[slots];
    sizes = new int[levels.length];
  }

  int size(int row) {
    return sizes[row];
  }

  Drawn get(int row, int entry) {
    var slot = row * kept + entry;
    return new Drawn(documents[slot], positions[slot], values[slot]);
  }

  /// A factor so small that an entry of distance `w` belongs here only if `bound · factor < w`, all
  /// in float; 0 while there is room. See [WeightedDraw#bound(int)].
  float factor(int row) {
    if (sizes[row] < kept) {
      return 0f;
    }
    // below the normal range a float says too little of the key; then more is let through
    var worst = Math.max(keys[row * kept], Float.MIN_NORMAL);
    return (float) (1.0 / worst * (1 - 0x1p-20)); // more than four roundings of 2⁻²⁴
  }

  /// Offers an activation; each at most once.
  ///
  /// @param upper its [WeightedDraw#upper(int, Drawn)]
  /// @return true if it was kept
  boolean offer(int row, Drawn entry, int upper) {
    return offer(row, (float) key(row, entry, upper), entry);
  }

  private double key(int row, Drawn entry, int upper) {
    return draw.key(row, entry, upper, Math.abs(entry.value() - levels[row]));
  }

  private boolean offer(int row, float key, Drawn entry) {
    var first = row * kept;
    if (sizes[row] < kept) {
      var slot = first + sizes[row]++;
      put(slot, key, entry);
      rise(row, slot);
      return true;
    }
    if (!isBefore(row, key, entry, first)) {
      return false;
    }
    put(first, key, entry);
    sink(row);
    return true;
  }

  private void put(int slot, float key, Drawn entry) {
    keys[slot] = key;
    values[slot] = entry.value();
    documents[slot] = entry.document();
    positions[slot] = entry.position();
  }

  private void rise(int row, int from) {
    var first = row * kept;
    for (var slot = from; slot > first; ) {
      var parent = first + (slot - first - 1) / 2;
      if (!isBefore(row, parent, slot)) {
        return;
      }
      swap(parent, slot);
      slot = parent;
    }
  }

  private void sink(int row) {
    var first = row * kept;
    var end = first + kept;
    for (var slot = first; ; ) {
      var last = slot;
      var child = first + 2 * (slot - first) + 1;
      for (var c = child; c < Math.min(child + 2, end); c++) {
        last = isBefore(row, last, c) ? c : last;
      }
      if (last == slot) {
        return;
      }
      swap(slot, last);
      slot = last;
    }
  }

  private void swap(int a, int b) {
    var entry = new Drawn(documents[a], positions[a], values[a]);
    var key = keys[a];
    put(a, keys[b], new Drawn(documents[b], positions[b], values[b]));
    put(b, key, entry);
  }

  private boolean isBefore(int row, int slot, int other) {
    return keys[slot] != keys[other]
        ? keys[slot] < keys[other]
        : isBefore(
            row, keys[slot], new Drawn(documents[slot], positions[slot], values[slot]), other);
  }

  private boolean isBefore(int row, float key, Drawn entry, int slot) {
    if (key != keys[slot]) {
      return key < keys[slot];
    }
    var other = new Drawn(documents[slot], positions[slot], values[slot]);
    var exact = Double.compare(exactKey(row, entry), exactKey(row, other));
    if (exact != 0) {
      return exact < 0;
    }
    return entry.document() != other.document()
        ? entry.document() < other.document()
        : entry.position() < other.position();
  }

  private double exactKey(int row, Drawn entry) {
    return key(row, entry, draw.upper(row, entry));
  }

  /// Takes over what belongs here of another table of the same shape.
  void merge(ReservoirTable other) {
    for (var row = 0; row < sizes.length; row++) {
      for (var entry = 0; entry < other.sizes[row]; entry++) {
        offer(row, other.keys[row * kept + entry], other.get(row, entry));
      }
    }
  }

  /// Entries of a row in the order of the corpus.
  List<Drawn> inCorpusOrder(int row) {
    var first = row * kept;
    var places = new long[sizes[row]];
    for (var i = 0; i < places.length; i++) {
      places[i] = place(first + i);
    }
    Arrays.sort(places);
    var ordered = new Drawn[places.length];
    for (var i = 0; i < places.length; i++) {
      ordered[Arrays.binarySearch(places, place(first + i))] = get(row, i);
    }
    return List.of(ordered);
  }

  private long place(int slot) {
    return ((long) documents[slot] << 32) | positions[slot];
  }
}
