// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import java.util.Arrays;
import java.util.List;

/// Token numbers of several texts side by side. Shorter rows are filled up on the right, which a
/// causal model does not see; `length` tells where each ends.
public final class TokenBatch {

  private final int width;
  private final int[] ids;
  private final int[] lengths;

  private TokenBatch(int width, int[] ids, int[] lengths) {
    this.width = width;
    this.ids = ids;
    this.lengths = lengths;
  }

  /// One text.
  ///
  /// @param ids its token numbers, at least one
  /// @return a batch of one row
  public static TokenBatch of(int... ids) {
    return ofRows(List.of(ids));
  }

  /// Several texts.
  ///
  /// @param rows token numbers of each, at least one row and one token in each
  /// @return a batch as wide as the longest row
  public static TokenBatch ofRows(List<int[]> rows) {
    var width = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    if (rows.stream().anyMatch(row -> row.length == 0) || width == 0) {
      throw new IllegalArgumentException("a batch needs a token in every row");
    }
    var ids = new int[Math.multiplyExact(rows.size(), width)];
    var lengths = new int[rows.size()];
    for (var row = 0; row < lengths.length; row++) {
      lengths[row] = rows.get(row).length;
      System.arraycopy(rows.get(row), 0, ids, row * width, lengths[row]);
    }
    return new TokenBatch(width, ids, lengths);
  }

  /// Number of texts.
  ///
  /// @return the rows
  public int rows() {
    return lengths.length;
  }

  /// Positions of every row, filled-up ones included.
  ///
  /// @return the width
  public int width() {
    return width;
  }

  /// Tokens that a row really has.
  ///
  /// @param row from 0
  /// @return how many of its positions count
  public int length(int row) {
    return lengths[row];
  }

  /// One token.
  ///
  /// @param row from 0
  /// @param position from 0
  /// @return its number
  public int id(int row, int position) {
    return ids[row * width + position];
  }

  /// All token numbers, row by row.
  ///
  /// @return a new array of `rows · width`
  public int[] toArray() {
    return ids.clone();
  }

  @Override
  public String toString() {
    return rows() + " × " + width + " tokens, " + Arrays.stream(lengths).sum() + " real";
  }
}
