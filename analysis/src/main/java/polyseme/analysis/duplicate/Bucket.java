// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.duplicate;

/// Originals by one part of their signatures: a hash table that holds nothing but their numbers.
final class Bucket {

  /// decision: no more originals with the same part are kept, so that documents made from one
  /// template cost no more than others. They still meet in the other parts.
  private static final int MOST = 64;

  private static final int FIRST_SLOTS = 64;

  private final Signatures signatures;
  private final int from;
  private final int length;

  /// Number of an original, from 1; 0 where nothing stands.
  private int[] slots = new int[FIRST_SLOTS];

  private int used;

  /// Makes an empty one.
  ///
  /// @param signatures of the originals
  /// @param from first byte of the part
  /// @param length how many bytes
  Bucket(Signatures signatures, int from, int length) {
    this.signatures = signatures;
    this.from = from;
    this.length = length;
  }

  /// The earliest original below `before` with the same part whose signature agrees with another in
  /// enough bytes; `before` if there is none.
  int earliest(byte[] signature, int agreeing, int before) {
    var found = before;
    for (var slot = slot(signature); slots[slot] != 0; slot = following(slot)) {
      var original = slots[slot] - 1;
      if (original < found
          && signatures.samePart(original, signature, from, length)
          && signatures.agreement(original, signature) >= agreeing) {
        found = original;
      }
    }
    return found;
  }

  /// Takes in the newest original.
  void add(byte[] signature) {
    if (4L * (used + 1) > 3L * slots.length) {
      grow();
    }
    insert(signatures.size() - 1, signature);
  }

  /// Puts all but the newest into a larger table.
  private void grow() {
    slots = new int[slots.length + slots.length / 2];
    used = 0;
    var signature = new byte[MinHash.FUNCTIONS];
    for (var original = 0; original + 1 < signatures.size(); original++) {
      signatures.copy(original, signature);
      insert(original, signature);
    }
  }

  private void insert(int original, byte[] signature) {
    var same = 0;
    var slot = slot(signature);
    while (slots[slot] != 0) {
      same += signatures.samePart(slots[slot] - 1, signature, from, length) ? 1 : 0;
      slot = following(slot);
    }
    if (same < MOST) {
      slots[slot] = original + 1;
      used++;
    }
  }

  private int slot(byte[] signature) {
    var hash = from;
    for (var i = from; i < from + length; i++) {
      hash = MinHash.mixed(hash ^ signature[i]) + 0x9E3779B9;
    }
    var place = Integer.toUnsignedLong(MinHash.mixed(hash)) * slots.length;
    return (int) (place >>> 32);
  }

  private int following(int slot) {
    return slot + 1 == slots.length ? 0 : slot + 1;
  }

  long bytes() {
    return 4L * slots.length;
  }
}
