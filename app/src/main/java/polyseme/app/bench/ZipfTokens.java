// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import polyseme.engine.hook.TokenBatch;

/// Tokens as frequent as those of texts: that of rank r about in proportion to 1 / r.
///
/// @param vocabulary number of tokens; a token's number is its rank
record ZipfTokens(int vocabulary) {

  /// Random batches of [Passes#ROWS] × [Passes#WIDTH].
  List<TokenBatch> batches(int count) {
    var batches = new ArrayList<TokenBatch>();
    var random = new SplittableRandom(1);
    for (var i = 0; i < count; i++) {
      var rows = new ArrayList<int[]>();
      for (var row = 0; row < Passes.ROWS; row++) {
        rows.add(IntStream.range(0, Passes.WIDTH).map(_ -> next(random)).toArray());
      }
      batches.add(TokenBatch.ofRows(rows));
    }
    return batches;
  }

  private int next(SplittableRandom random) {
    return (int) Math.min(vocabulary - 1, Math.pow(vocabulary + 1, random.nextDouble()) - 1);
  }

  /// How often each is to be expected in a corpus.
  List<Long> counts(long tokens) {
    var all = Math.log(vocabulary + 1.0);
    return IntStream.range(0, vocabulary)
        .mapToObj(i -> Math.round(tokens * Math.log((i + 2.0) / (i + 1.0)) / all))
        .toList();
  }
}
