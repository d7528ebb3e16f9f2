// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The greatest (or least) activations of every neuron, at most one a document, each with the
/// neuron's activations around it.
///
/// The order is total: further out first, then the earlier document, then the earlier position. So
/// what is kept depends neither on the order of arrival nor on how the work was divided.
public final class ExtremeTable {

  /// Tokens kept before and after a peak.
  public static final int REACH = 8;

  /// Activations kept around a peak, itself included.
  public static final int SPAN = 2 * REACH + 1;

  /// A document that stands for no entry.
  public static final int NONE = -1;

  private final int k;
  private final float sign;
  private final float[] keys;
  private final int[] documents;
  private final int[] positions;
  private final short[] contexts;
  private final float[] thresholds;
  private final int[] sizes;
  private final int[] worst;

  /// @param sign 1 to keep the greatest, −1 to keep the least
  ExtremeTable(int rows, int k, float sign) {
    this.k = k;
    this.sign = sign;
    var slots = Math.multiplyExact(rows, k);
    keys = new float[slots];
    documents = new int[slots];
    positions = new int[slots];
    contexts = new short[Math.multiplyExact(slots, SPAN)];
    thresholds = new float[rows];
    sizes = new int[rows];
    worst = new int[rows];
    Arrays.fill(documents, NONE);
    Arrays.fill(thresholds, Float.NEGATIVE_INFINITY);
  }

  /// Whether a document's extreme may belong here, judged without its position.
  boolean mayEnter(int row, float value, int document) {
    var key = sign * value;
    var threshold = thresholds[row];
    return key > threshold
        || (key == threshold && (sizes[row] < k || document <= documents[row * k + worst[row]]));
  }

  /// Offers an activation.
  ///
  /// @return the slot it took, whose context the caller fills in, or −1
  int offer(int row, float value, int document, int position) {
    var key = sign * value;
    var first = row * k;
    var end = first + sizes[row];
    var slot = first;
    while (slot < end && documents[slot] != document) {
      slot++;
    }
    if (slot == end) {
      if (sizes[row] == k) {
        slot = first + worst[row];
      } else {
        sizes[row]++;
        return put(row, slot, key, document, position);
      }
    }
    return before(key, document, position, slot) ? put(row, slot, key, document, position) : -1;
  }

  private int put(int row, int slot, float key, int document, int position) {
    keys[slot] = key;
    documents[slot] = document;
    positions[slot] = position;
    if (sizes[row] == k) {
      var last = row * k;
      for (var other = last + 1; other < (row + 1) * k; other++) {
        last = before(last, other) ? other : last;
      }
      worst[row] = last - row * k;
      thresholds[row] = keys[last];
    }
    return slot;
  }

  private boolean before(int slot, int other) {
    return before(keys[slot], documents[slot], positions[slot], other);
  }

  private boolean before(float key, int document, int position, int slot) {
    if (key != keys[slot]) {
      return key > keys[slot];
    }
    return document != documents[slot] ? document < documents[slot] : position < positions[slot];
  }

  /// Sets one activation around a slot's peak, `at` from 0 to `SPAN − 1`; beyond the range of half
  /// precision it is cut.
  void setContext(int slot, int at, float value) {
    setContextBits(slot, at, Half.of(value));
  }

  void setContextBits(int slot, int at, short bits) {
    contexts[slot * SPAN + at] = bits;
  }

  /// Neurons.
  ///
  /// @return how many
  public int rows() {
    return sizes.length;
  }

  /// Forgets what lay around the peak that the slot held before.
  void clearContext(int slot) {
    Arrays.fill(contexts, slot * SPAN, (slot + 1) * SPAN, (short) 0);
  }

  /// Takes over what belongs here of another table of the same shape.
  void merge(ExtremeTable other) {
    for (var row = 0; row < sizes.length; row++) {
      for (var from = row * k; from < row * k + other.sizes[row]; from++) {
        var slot = offer(row, other.value(from), other.documents[from], other.positions[from]);
        if (slot >= 0) {
          System.arraycopy(other.contexts, from * SPAN, contexts, slot * SPAN, SPAN);
        }
      }
    }
  }

  /// Slots of a row in the order of the table, the outermost first; only those filled.
  ///
  /// @param row row of the neuron
  /// @return slots
  public int[] ordered(int row) {
    return IntStream.range(row * k, row * k + sizes[row])
        .boxed()
        .sorted((a, b) -> before(a, b) ? -1 : 1)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /// Entries kept of a neuron.
  ///
  /// @return at most so many
  public int topK() {
    return k;
  }

  /// What was entered.
  ///
  /// @param slot of [#ordered]
  /// @return the activation
  public float value(int slot) {
    return sign * keys[slot];
  }

  /// Where it was met.
  ///
  /// @param slot of [#ordered]
  /// @return number of the document
  public int document(int slot) {
    return documents[slot];
  }

  /// Where it was met.
  ///
  /// @param slot of [#ordered]
  /// @return place in the document
  public int position(int slot) {
    return positions[slot];
  }

  /// An activation around the peak, in half precision.
  ///
  /// @param slot of [#ordered]
  /// @param at 0 to `SPAN − 1`
  /// @return its bits
  public short context(int slot, int at) {
    return contexts[slot * SPAN + at];
  }
}
