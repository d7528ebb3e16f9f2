// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import polyseme.engine.task.Workers;
import polyseme.engine.tensor.FloatMatrix;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PointRasterTest {

  private static final int SIDE = 64;
  private static final Viewport PLAIN = new Viewport(1, 1, 0, SIDE);
  private static final int WHITE = 0xFFFFFF;

  private final Workers one = new Workers(1);
  private final Workers three = new Workers(3);

  @AfterAll
  void close() {
    one.close();
    three.close();
  }

  private static PointStyle style(double radius) {
    return new PointStyle(radius, 1, 0.25, 0);
  }

  private static PointRaster white(float... xy) {
    var raster = new PointRaster(FloatMatrix.wrap(xy.length / 2, 2, xy));
    var colors = new int[xy.length / 2];
    Arrays.fill(colors, WHITE);
    raster.setColors(colors);
    return raster;
  }

  private int[] draw(PointRaster points, PointStyle style, Workers workers) {
    var target = new Raster(SIDE, SIDE);
    points.draw(target, PLAIN, style, workers);
    return target.pixels();
  }

  private static double light(int[] pixels) {
    return Arrays.stream(pixels).map(p -> p & 0xFF).sum() / 255.0;
  }

  @Test
  void aDiscCoversItsArea() {
    // 2 %: 16 × 16 samples a pixel and whole steps of 1/256
    for (var radius : new double[] {0.7, 1.75, 3, 6.5}) {
      var area = Math.PI * radius * radius;
      assertEquals(area, light(draw(white(30.4f, 31.7f), style(radius), one)), 0.02 * area);
    }
  }

  @Test
  void aDiscLiesWhereItsPointIs() {
    var pixels = draw(white(20.125f, SIDE - 40.625f), style(2.5), one);
    var x = 0.0;
    var y = 0.0;
    for (var i = 0; i < pixels.length; i++) {
      x += (i % SIDE + 0.5) * (pixels[i] & 0xFF) / 255.0;
      y += (Math.floorDiv(i, SIDE) + 0.5) * (pixels[i] & 0xFF) / 255.0;
    }
    var sum = light(pixels);
    assertEquals(20.125, x / sum, 0.03);
    assertEquals(40.625, y / sum, 0.03);
  }

  @Test
  void manyPointsEqualADrawingPixelByPixel() {
    var random = new Random(3);
    var xy = new float[400];
    for (var i = 0; i < xy.length; i++) {
      // at the middles of the quarters of a pixel the masks are exact
      xy[i] = random.nextInt(-8, 4 * SIDE + 8) / 4f + 0.125f;
    }
    var pixels = draw(white(xy), style(2.2), one);
    for (var i = 0; i < pixels.length; i++) {
      // each of the points that meet here may be rounded by 1
      assertEquals(expected(xy, i), pixels[i] & 0xFF, 6, "pixel " + i);
    }
  }

  private static double expected(float[] xy, int pixel) {
    var dark = 1.0;
    for (var i = 0; i < xy.length; i += 2) {
      var left = pixel % SIDE - xy[i];
      var top = Math.floorDiv(pixel, SIDE) - (SIDE - xy[i + 1]);
      dark *= 1 - coverage(left, top, 2.2);
    }
    return 255 * (1 - dark);
  }

  private static double coverage(double left, double top, double radius) {
    var hits = 0;
    for (var sample = 0; sample < 256; sample++) {
      var x = left + (sample % 16 + 0.5) / 16;
      var y = top + (Math.floorDiv(sample, 16) + 0.5) / 16;
      hits += x * x + y * y <= radius * radius ? 1 : 0;
    }
    return hits / 256.0;
  }

  @Test
  void bandsOfRowsDoNotShow() {
    var random = new Random(4);
    var xy = new float[600];
    for (var i = 0; i < xy.length; i++) {
      xy[i] = SIDE * random.nextFloat();
    }
    assertArrayEquals(draw(white(xy), style(3), one), draw(white(xy), style(3), three));
  }

  @Test
  void hiddenPointsAndPointsNowhereLeaveNothing() {
    var points = white(10, 10, 30, 30, Float.NaN, 5);
    var visible = new BitSet();
    visible.set(1);
    points.setShown(null, visible);
    assertEquals(
        light(draw(white(30, 30), style(2), one)), light(draw(points, style(2), one)), 1e-9);
  }

  @Test
  void dimmedPointsKeepAQuarterOfTheirColourHoweverManyThereAre() {
    var points = white(30, 30, 30, 30, 30, 30, 50, 50);
    var selected = new BitSet();
    selected.set(3);
    points.setShown(selected, null);
    var pixels = draw(points, style(3), one);
    assertEquals(64, pixels[(SIDE - 30) * SIDE + 30] & 0xFF, 1);
    assertEquals(255, pixels[(SIDE - 50) * SIDE + 50] & 0xFF);
  }
}
