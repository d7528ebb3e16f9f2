// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import javafx.scene.layout.StackPane;
import polyseme.analysis.color.Categorical;
import polyseme.analysis.color.Theme;
import polyseme.app.control.PointCloud;
import polyseme.app.control.PointRaster;
import polyseme.app.control.PointStyle;
import polyseme.app.control.Raster;
import polyseme.app.control.Viewport;
import polyseme.app.screens.Samples;
import polyseme.app.screens.Screens;
import polyseme.engine.task.Workers;

/// How long the map of all neurons takes to be drawn anew while it is moved and zoomed.
public final class MapRedrawBench {

  /// Neurons of GPT-2 small.
  public static final int POINTS = 36_864;

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 800;
  private static final int WARM_UP = 100;
  private static final int FRAMES = 200;
  private static final double RADIUS = 1.75;
  private static final double NANOS = 1e6;

  private MapRedrawBench() {}

  /// Times of all frames, in milliseconds.
  ///
  /// @param p50 half of the frames took no longer
  /// @param p95 19 of 20 frames took no longer
  /// @param max the longest
  public record Result(double p50, double p95, double max) {

    private static Result of(double[] millis) {
      Arrays.sort(millis);
      return new Result(
          millis[millis.length / 2], millis[millis.length * 95 / 100], millis[millis.length - 1]);
    }
  }

  /// Times the drawing of the points alone; needs no toolkit.
  ///
  /// @param points how many
  /// @return times of 200 frames of 1000 × 800 pixels, two threads
  public static Result raster(int points) {
    var raster = new PointRaster(new Samples(new Random(1)).islands(points));
    raster.setColors(colors(points));
    var target = new Raster(WIDTH, HEIGHT);
    var style = new PointStyle(RADIUS, 0.85, 0.25, Theme.DARK.neutral());
    var fit = raster.bounds().fit(WIDTH, HEIGHT, 32);
    try (var workers = new Workers(2)) {
      return time(frame -> raster.draw(target, moved(fit, frame), style, workers));
    }
  }

  /// Times a whole redraw of the map on the toolkit's thread: points, hand-over of the pixels, and
  /// what lies over them. Starts the toolkit without a display, which a program can do once.
  ///
  /// @param points how many
  /// @return times of 200 frames of 1000 × 800 pixels
  /// @throws IOException never
  /// @throws InterruptedException if interrupted
  public static Result headless(int points) throws IOException, InterruptedException {
    var result = new Result[1];
    try (var workers = new Workers(2)) {
      Screens.headless(() -> result[0] = redraws(points, workers));
    }
    return result[0];
  }

  /// As [#headless], on the toolkit's thread of a program that runs already.
  ///
  /// @param points how many
  /// @param workers who draws
  /// @return times of 200 frames of 1000 × 800 pixels
  public static Result redraws(int points, Workers workers) {
    var cloud = new PointCloud(workers);
    cloud.setPoints(new Samples(new Random(1)).islands(points));
    cloud.setColors(colors(points));
    cloud.setAxisTitles("x", "y");
    cloud.focusRowProperty().set(points / 2);
    var root = new StackPane(cloud);
    var scene = Screens.scene(root, Theme.DARK, WIDTH, HEIGHT);
    scene.getRoot().layout();
    var fit = cloud.viewport();
    return time(frame -> {
      cloud.look(moved(fit, frame));
      root.layout();
    });
  }

  private static Result time(IntConsumer redraw) {
    for (var frame = 0; frame < WARM_UP; frame++) {
      redraw.accept(frame);
    }
    var millis = new double[FRAMES];
    for (var frame = 0; frame < FRAMES; frame++) {
      var start = System.nanoTime();
      redraw.accept(frame);
      millis[frame] = (System.nanoTime() - start) / NANOS;
    }
    return Result.of(millis);
  }

  /// Pans to and fro and zooms in and out about the middle.
  private static Viewport moved(Viewport fit, int frame) {
    var zoom = 1.25 + 0.75 * Math.sin(frame * 0.05);
    return fit.zoomed(zoom, WIDTH / 2.0, HEIGHT / 2.0).panned(40 * Math.sin(frame * 0.11), 0);
  }

  private static int[] colors(int points) {
    return IntStream.range(0, points).map(i -> Categorical.many(i % 24, 24, Theme.DARK)).toArray();
  }
}
