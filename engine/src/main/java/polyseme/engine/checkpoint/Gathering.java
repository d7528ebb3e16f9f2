// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.FloatBuffer;
import java.util.List;

/// Copies a [StridedView]. Where neighbours of the target lie far apart in the source, but some
/// other axis runs through the source number by number, both axes are taken together in tiles, so
/// that memory is read and written in runs.
final class Gathering {

  private static final int TILE = 64;

  private final FloatBuffer source;
  private final FloatBuffer target;
  private final long offset;
  private final int[] lengths;
  private final int[] from;
  private final int[] to;
  private final int last;
  private final int across;
  private final float[] tile = new float[TILE * TILE];
  private final float[] run = new float[TILE];

  /// Prepares a copy.
  ///
  /// @param view what to copy; has elements
  /// @param source where it lies
  /// @param target where it goes, from 0 on
  Gathering(StridedView view, FloatBuffer source, FloatBuffer target) {
    this.source = source;
    this.target = target;
    this.offset = view.offset();
    this.lengths = ints(view.shape());
    this.from = ints(view.strides());
    this.to = ints(StridedView.packed(view.shape()));
    this.last = lengths.length - 1;
    this.across = across();
  }

  private static int[] ints(List<Long> numbers) {
    return numbers.stream().mapToInt(Math::toIntExact).toArray();
  }

  // The axis that runs through the source number by number, if it is not the last; else −1.
  private int across() {
    var found = -1;
    for (var axis = 0; axis < last; axis++) {
      found = from[axis] == 1 && lengths[axis] > 1 ? axis : found;
    }
    return last >= 0 && from[last] == 1 ? -1 : found;
  }

  void run() {
    copy(0, Math.toIntExact(offset), 0);
  }

  private void copy(int axis, int at, int into) {
    if (axis == across) {
      copy(axis + 1, at, into);
    } else if (axis < last) {
      for (var i = 0; i < lengths[axis]; i++) {
        copy(axis + 1, at + i * from[axis], into + i * to[axis]);
      }
    } else if (across >= 0) {
      plane(at, into);
    } else {
      row(at, into);
    }
  }

  private void row(int at, int into) {
    if (last < 0) {
      target.put(into, source.get(at));
    } else if (from[last] == 1) {
      target.put(into, source, at, lengths[last]);
    } else {
      for (var i = 0; i < lengths[last]; i++) {
        target.put(into + i, source.get(at + i * from[last]));
      }
    }
  }

  private void plane(int at, int into) {
    for (var i = 0; i < lengths[across]; i += TILE) {
      var columns = Math.min(TILE, lengths[across] - i);
      for (var j = 0; j < lengths[last]; j += TILE) {
        var rows = Math.min(TILE, lengths[last] - j);
        tile(at + i + j * from[last], into + i * to[across] + j, rows, columns);
      }
    }
  }

  private void tile(int at, int into, int rows, int columns) {
    for (var j = 0; j < rows; j++) {
      source.get(at + j * from[last], tile, j * TILE, columns);
    }
    for (var i = 0; i < columns; i++) {
      for (var j = 0; j < rows; j++) {
        run[j] = tile[j * TILE + i];
      }
      target.put(into + i * to[across], run, 0, rows);
    }
  }
}
