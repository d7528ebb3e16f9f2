// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.gather.Window;

/// Cuts a corpus into windows and deals them out in shards: a fixed number of windows in the order
/// of the corpus. A document of `n` tokens has ⌈n / capacity⌉ windows that follow each other
/// without gap or overlap. Safe for several threads.
final class ShardDealer {

  /// Windows of a shard.
  ///
  /// @param number its number, from 0
  /// @param windows in the order of the corpus
  record Shard(int number, List<Window> windows) {}

  private final TokenTable tokens;
  private final int capacity;
  private final int windowsPerShard;
  private int nextShard;
  private int document;
  private int position;

  /// @param capacity tokens of a document that fit a window
  ShardDealer(TokenTable tokens, int capacity, int windowsPerShard) {
    this.tokens = tokens;
    this.capacity = capacity;
    this.windowsPerShard = windowsPerShard;
  }

  /// How many shards a corpus makes.
  static long count(TokenTable tokens, int capacity, int windowsPerShard) {
    var windows = 0L;
    for (var document = 0; document < tokens.documents(); document++) {
      windows += Math.ceilDiv(tokens.length(document), capacity);
    }
    return Math.ceilDiv(windows, windowsPerShard);
  }

  /// The next shard, null after the last.
  synchronized @Nullable Shard next() {
    var windows = new ArrayList<Window>();
    while (windows.size() < windowsPerShard && document < tokens.documents()) {
      var left = tokens.length(document) - position;
      if (left == 0) {
        document++;
        position = 0;
      } else {
        var length = Math.min(capacity, left);
        windows.add(Window.whole(document, position, length));
        position += length;
      }
    }
    return windows.isEmpty() ? null : new Shard(nextShard++, List.copyOf(windows));
  }
}
