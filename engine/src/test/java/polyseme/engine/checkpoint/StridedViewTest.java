// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Turning in tiles copies what one index after the other copies.
final class StridedViewTest {

  @Test
  void everyViewIsCopiedElementByElement() {
    var random = new SplittableRandom(3);
    for (var trial = 0; trial < 400; trial++) {
      var axes = random.nextInt(5);
      var shape = new ArrayList<Long>();
      for (var axis = 0; axis < axes; axis++) {
        shape.add(random.nextLong(axes < 3 ? 150 : 9) + (random.nextInt(20) == 0 ? 0 : 1));
      }
      check(view(shape, random), random);
    }
  }

  // A packed source with its axes in another order, some of them steps of two or standing still.
  private static StridedView view(List<Long> shape, SplittableRandom random) {
    var strides = new Long[shape.size()];
    var step = random.nextInt(4) == 0 ? 2L : 1L;
    var left = new ArrayList<Integer>();
    for (var axis = 0; axis < shape.size(); axis++) {
      left.add(axis);
    }
    while (!left.isEmpty()) {
      var axis = left.remove(/* index */ random.nextInt(left.size()));
      strides[axis] = random.nextInt(12) == 0 ? 0 : step;
      step *= Math.max(1, shape.get(axis));
    }
    return new StridedView(random.nextInt(5), shape, Arrays.asList(strides));
  }

  private static void check(StridedView view, SplittableRandom random) {
    var source = FloatBuffer.allocate((int) view.end() + 1);
    for (var i = 0; i < source.limit(); i++) {
      source.put(i, (float) random.nextDouble());
    }
    var count = (int) view.count();
    var expected = new float[count];
    for (var i = 0; i < count; i++) {
      expected[i] = source.get(place(view, i));
    }
    var target = FloatBuffer.allocate(count + 3).position(3);
    view.gather(source, target);
    assertEquals(count == 0 ? 3 : target.limit(), target.position());
    var actual = new float[count];
    target.get(3, actual);
    assertArrayEquals(expected, actual, 0, view::toString);
  }

  private static int place(StridedView view, int element) {
    var at = view.offset();
    var rest = (long) element;
    for (var axis = view.shape().size() - 1; axis >= 0; axis--) {
      at += rest % view.shape().get(axis) * view.strides().get(axis);
      rest /= view.shape().get(axis);
    }
    return (int) at;
  }
}
