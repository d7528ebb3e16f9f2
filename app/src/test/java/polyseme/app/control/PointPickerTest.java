// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polyseme.engine.tensor.FloatMatrix;

final class PointPickerTest {

  private static final int POINTS = 700;

  private final float[] xy = new float[2 * POINTS];
  private final PointPicker picker;
  private final Viewport view = new Viewport(37, 37, 400, 300);
  private final Random random = new Random(11);

  PointPickerTest() {
    for (var i = 0; i < xy.length; i++) {
      xy[i] = (float) (4 * random.nextGaussian());
    }
    var matrix = FloatMatrix.wrap(POINTS, 2, xy);
    picker = new PointPicker(matrix, new PointRaster(matrix).bounds());
  }

  private double distance(int point, double x, double y) {
    return Math.hypot(view.screenX(xy[2 * point]) - x, view.screenY(xy[2 * point + 1]) - y);
  }

  @Test
  void theNearestPointIsTheOneBruteForceFinds() {
    for (var query = 0; query < 500; query++) {
      var x = random.nextDouble(-50, 850);
      var y = random.nextDouble(-50, 650);
      var best = IntStream.range(0, POINTS).mapToDouble(i -> distance(i, x, y)).min().orElseThrow();
      var found = picker.nearest(view, x, y, 12);
      if (best < 12) {
        assertEquals(best, distance(found, x, y), 1e-3);
      } else {
        assertEquals(-1, found);
      }
    }
  }

  @Test
  void aRectangleHoldsThePointsInIt() {
    var box = new PlaneBounds(-1, -2, 3, 1.5);
    var expected = new BitSet();
    IntStream.range(0, POINTS)
        .filter(i -> box.holds(xy[2 * i], xy[2 * i + 1]))
        .forEach(expected::set);
    assertEquals(expected, picker.within(box));
  }

  @Test
  void aLoopLikeACircleHoldsThePointsNearItsMiddle() {
    var loop = new Loop();
    for (var i = 0; i < 720; i++) {
      loop.add(3 * Math.cos(Math.toRadians(i / 2.0)), 3 * Math.sin(Math.toRadians(i / 2.0)));
    }
    var found = picker.within(loop);
    for (var i = 0; i < POINTS; i++) {
      var away = Math.hypot(xy[2 * i], xy[2 * i + 1]);
      // between circle and polygon nothing is promised
      if (Math.abs(away - 3) > 1e-3) {
        assertEquals(away < 3, found.get(i), "point " + i);
      }
    }
  }

  @Test
  void pointsThatAreNotVisibleAreNotFound() {
    var visible = new BitSet();
    visible.set(5);
    picker.setVisible(visible);
    assertEquals(5, picker.nearest(view, 0, 0, 1e6));
    assertEquals(1, picker.within(new PlaneBounds(-99, -99, 99, 99)).cardinality());
  }

  @Test
  void walkingRightGoesRight() {
    var at = picker.nearest(view, 0, 300, 1e6);
    for (var step = 0; step < 20; step++) {
      var next = picker.next(view, at, 1, 0);
      if (next == -1) {
        break;
      }
      assertTrue(xy[2 * next] > xy[2 * at]);
      at = next;
    }
    assertTrue(xy[2 * at] > 0);
  }

  @Test
  void zoomingKeepsThePointUnderThePointer() {
    var zoomed = view.zoomed(1.7, 123, 456);
    assertEquals(view.planeX(123), zoomed.planeX(123), 1e-9);
    assertEquals(view.planeY(456), zoomed.planeY(456), 1e-9);
  }
}
