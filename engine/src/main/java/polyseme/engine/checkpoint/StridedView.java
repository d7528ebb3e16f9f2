// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/// A rearranged part of a run of numbers: element `[i, j, …]` lies at `offset + i·strides[0] +
/// j·strides[1] + …`.
///
/// @param offset where the first element lies
/// @param shape length of each axis
/// @param strides step of each axis, in numbers
record StridedView(long offset, List<Long> shape, List<Long> strides) {

  static final int MOST_AXES = 16;

  StridedView {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
  }

  /// Everything in order.
  static StridedView whole(List<Long> shape) {
    return new StridedView(0, shape, packed(shape));
  }

  static List<Long> packed(List<Long> shape) {
    var strides = new ArrayList<Long>();
    var step = 1L;
    for (var length : shape.reversed()) {
      strides.addFirst(step);
      step = Math.multiplyExact(step, Math.max(1, length));
    }
    return strides;
  }

  /// Whether the view is well formed, stays within `available` numbers and has no more than these.
  boolean fits(long available) {
    var nonNegative =
        offset >= 0
            && shape.stream().allMatch(length -> length >= 0)
            && strides.stream().allMatch(step -> step >= 0);
    if (!nonNegative || shape.size() != strides.size() || shape.size() > MOST_AXES) {
      return false;
    }
    try {
      return count() <= available && end() <= available;
    } catch (ArithmeticException _) {
      return false;
    }
  }

  /// How many elements there are.
  long count() {
    return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }

  /// One more than the highest place that is read.
  long end() {
    if (shape.contains(0L)) {
      return offset;
    }
    var last = offset;
    for (var axis = 0; axis < shape.size(); axis++) {
      var reach = Math.multiplyExact(shape.get(axis) - 1, strides.get(axis));
      last = Math.addExact(last, reach);
    }
    return Math.addExact(last, 1);
  }

  /// Whether the elements lie one after the other.
  boolean isPacked() {
    if (shape.contains(0L)) {
      return true;
    }
    var step = 1L;
    for (var axis = shape.size() - 1; axis >= 0; axis--) {
      if (shape.get(axis) != 1 && strides.get(axis) != step) {
        return false;
      }
      step *= shape.get(axis);
    }
    return true;
  }

  /// The same view of a run that begins at this view's first element.
  StridedView fromStart() {
    return new StridedView(0, shape, strides);
  }

  /// Copies the elements to `target`, last axis fastest.
  void gather(FloatBuffer source, FloatBuffer target) {
    if (shape.contains(0L)) {
      return;
    }
    var start = target.position();
    new Gathering(this, source, target.slice()).run();
    target.position(start + Math.toIntExact(count()));
  }
}
