// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/// How many tokens get a row of their own in a table of tokens × neurons, given what memory one
/// table may take: the most frequent ones, and of equally frequent ones all or none.
///
/// @param rows the tokens with a row
/// @param least every token seen so often has a row; 0 where every token seen has one
/// @param sharing tokens of the corpus (not of the vocabulary) without a row of their own
/// @param total tokens of the corpus
/// @param bytes what one table takes at most
public record TokenBudget(TokenRows rows, long least, long sharing, long total, long bytes) {

  /// Bytes that one table may take unless somebody asks for another limit: 256 MiB.
  public static final long DEFAULT_BYTES = 256L << 20;

  /// Chooses.
  ///
  /// @param counts how often each token of the vocabulary occurs in the corpus
  /// @param neurons how many neurons
  /// @param mostBytes what one table may take
  /// @return the choice
  public static TokenBudget choose(long[] counts, int neurons, long mostBytes) {
    var seen = IntStream.range(0, counts.length).filter(token -> counts[token] > 0).toArray();
    var ascending = Arrays.stream(seen).mapToLong(token -> counts[token]).sorted().toArray();
    var room = mostBytes / Math.max(1, TokenProfiles.rowBytes(neurons)) - 2;
    long least = 0;
    if (room < seen.length) {
      // the most frequent token that finds no room takes its equals with it
      var first = (int) Math.min(seen.length - 1, seen.length - 1 - Math.max(0, room));
      least = ascending[first] + 1;
    }
    var from = least;
    var kept = Arrays.stream(seen).filter(token -> counts[token] >= from).toArray();
    var total = Arrays.stream(counts).sum();
    var sharing = total - Arrays.stream(kept).mapToLong(token -> counts[token]).sum();
    var bytes = (kept.length + 2) * TokenProfiles.rowBytes(neurons);
    return new TokenBudget(new TokenRows(kept), least, sharing, total, bytes);
  }

  /// What the choice means.
  ///
  /// @return one sentence
  public String sentence() {
    if (sharing == 0) {
      return "Every token has a row of its own.";
    }
    return String.format(
        Locale.ROOT,
        "Tokens seen fewer than %,d times share one row, %.1f %% of tokens.",
        least,
        100.0 * sharing / total);
  }
}
