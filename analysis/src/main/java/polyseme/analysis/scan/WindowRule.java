// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import polyseme.analysis.gather.Window;

/// How documents are cut into windows.
///
/// Window `i` begins at token `i · stride`. Its tokens count but for those that an earlier window
/// held already; so every token counts once, and one that is not in the first window has at least
/// `capacity − stride` tokens before it.
///
/// @param capacity tokens of a document that fit a window
/// @param stride tokens from one beginning to the next, 1 to `capacity`
/// @param skipFirst tokens at the beginning of every document that do not count
/// @param skipLast tokens at the end of every document that do not count
record WindowRule(int capacity, int stride, int skipFirst, int skipLast) {

  WindowRule {
    if (stride < 1 || stride > capacity) {
      throw new IllegalArgumentException("stride %d of %d".formatted(stride, capacity));
    }
  }

  static WindowRule of(int capacity, ScanPolicy policy) {
    var stride = policy.stride() == 0 ? capacity : policy.stride();
    return new WindowRule(capacity, stride, policy.skipFirst(), policy.skipLast());
  }

  /// Windows of a document of so many tokens.
  int count(int tokens) {
    if (tokens <= capacity) {
      return tokens == 0 ? 0 : 1;
    }
    return 1 + Math.ceilDiv(tokens - capacity, stride);
  }

  /// A window of a document.
  Window window(int document, int tokens, int number, boolean sampled) {
    var first = number * stride;
    var length = Math.min(capacity, tokens - first);
    var from = Math.max(number == 0 ? 0 : capacity - stride, skipFirst - first);
    var to = Math.min(length, tokens - skipLast - first);
    var begin = Math.clamp(from, 0, length);
    return new Window(document, first, length, begin, Math.max(begin, to), sampled);
  }

  /// Where the window begins in which a token counts.
  int start(int position) {
    return position < capacity ? 0 : ((position - capacity) / stride + 1) * stride;
  }
}
