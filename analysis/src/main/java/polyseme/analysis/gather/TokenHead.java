// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import polyseme.analysis.section.SectionFile;
import polyseme.engine.task.StoreException;

/// What all neurons share in a table by token: the rows and how often each was met.
final class TokenHead {

  /// A vocabulary beyond this does not exist, and its table of rows would fill the memory.
  private static final int MOST_TOKEN = 1 << 24;

  private final TokenRows rows;
  private final long[] counts;

  private TokenHead(TokenRows rows, long[] counts) {
    this.rows = rows;
    this.counts = counts;
  }

  static TokenHead read(SectionFile in, int group, TokenSide side, int neurons)
      throws StoreException {
    var key = SectionFile.key(side.tag(), group);
    var sizes = in.read(key, 0, 8);
    var sameNeurons = sizes.getInt() == neurons;
    var size = sizes.getInt();
    var length = 8 + 12L * size + 16;
    if (!sameNeurons || size < 0 || length > Integer.MAX_VALUE || in.length(key) != length) {
      throw in.damaged("section " + key);
    }
    var body = in.read(key, 8, (int) length - 8);
    var tokens = new int[size];
    body.asIntBuffer().get(tokens);
    var counts = new long[size + 2];
    body.position(4 * size).asLongBuffer().get(counts);
    if (!sound(tokens, counts)) {
      throw in.damaged("section " + key);
    }
    return new TokenHead(new TokenRows(tokens), counts);
  }

  private static boolean sound(int[] tokens, long[] counts) {
    var last = -1;
    for (var token : tokens) {
      if (token <= last || token > MOST_TOKEN) {
        return false;
      }
      last = token;
    }
    for (var count : counts) {
      if (count < 0 || count > Integer.MAX_VALUE) {
        return false;
      }
    }
    return true;
  }

  TokenRows rows() {
    return rows;
  }

  long count(int row) {
    return counts[row];
  }
}
