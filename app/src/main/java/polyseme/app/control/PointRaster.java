// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Workers;
import polyseme.engine.tensor.FloatMatrix;

/// Draws many points as small smooth discs.
///
/// Points lie in memory as they lie on the map (Morton order), the raster is cut into bands of rows
/// that are drawn side by side, and a disc is stamped with a mask made for its place within a pixel
/// (4 × 4 places). Knows nothing of the toolkit.
public final class PointRaster {

  private static final int BANDS_PER_WORKER = 2;
  private static final byte HIDDEN = 0;
  private static final byte DIMMED = 1;
  private static final byte FULL = 2;

  private final int size;
  private final int[] order;
  private final float[] x;
  private final float[] y;
  private final PlaneBounds bounds;
  private final int[] colors;
  private final byte[] states;
  private boolean anyDimmed;
  private @Nullable SplatMasks masks;

  /// Takes the points.
  ///
  /// @param xy `[point, 2]`; a point at NaN is nowhere
  public PointRaster(FloatMatrix xy) {
    if (xy.columns() != 2) {
      throw new IllegalArgumentException(xy + " where 2 columns are needed");
    }
    size = xy.rows();
    var allX = new float[size];
    var allY = new float[size];
    for (var i = 0; i < size; i++) {
      allX[i] = xy.get(i, 0);
      allY[i] = xy.get(i, 1);
    }
    bounds = boundsOf(allX, allY);
    order = MortonOrder.of(allX, allY, bounds);
    x = new float[order.length];
    y = new float[order.length];
    for (var i = 0; i < order.length; i++) {
      x[i] = allX[order[i]];
      y[i] = allY[order[i]];
    }
    colors = new int[order.length];
    Arrays.fill(colors, 0xFF808080);
    states = new byte[order.length];
    Arrays.fill(states, FULL);
  }

  private static PlaneBounds boundsOf(float[] x, float[] y) {
    float minX = Float.POSITIVE_INFINITY;
    float minY = Float.POSITIVE_INFINITY;
    float maxX = Float.NEGATIVE_INFINITY;
    float maxY = Float.NEGATIVE_INFINITY;
    for (var i = 0; i < x.length; i++) {
      if (Float.isFinite(x[i]) && Float.isFinite(y[i])) {
        minX = Math.min(minX, x[i]);
        maxX = Math.max(maxX, x[i]);
        minY = Math.min(minY, y[i]);
        maxY = Math.max(maxY, y[i]);
      }
    }
    return minX <= maxX ? new PlaneBounds(minX, minY, maxX, maxY) : new PlaneBounds(-1, -1, 1, 1);
  }

  /// How many points there are, those that are nowhere included.
  ///
  /// @return the number of rows
  public int size() {
    return size;
  }

  /// The smallest rectangle that holds all points.
  ///
  /// @return the rectangle; around 0 when there is no point
  public PlaneBounds bounds() {
    return bounds;
  }

  /// Gives each point its colour.
  ///
  /// @param rgb one `0xRRGGBB` a point
  public void setColors(int[] rgb) {
    if (rgb.length != size) {
      throw new IllegalArgumentException("%d colours for %d points".formatted(rgb.length, size));
    }
    for (var i = 0; i < order.length; i++) {
      colors[i] = rgb[order[i]] | 0xFF000000;
    }
  }

  /// Says which points are drawn fully, dimmed or not at all.
  ///
  /// @param selected these fully and the rest dimmed; null for all fully
  /// @param visible only these; null for all
  public void setShown(@Nullable BitSet selected, @Nullable BitSet visible) {
    anyDimmed = false;
    for (var i = 0; i < order.length; i++) {
      if (visible != null && !visible.get(order[i])) {
        states[i] = HIDDEN;
      } else if (selected == null || selected.get(order[i])) {
        states[i] = FULL;
      } else {
        states[i] = DIMMED;
        anyDimmed = true;
      }
    }
  }

  /// Draws everything anew.
  ///
  /// @param target where to
  /// @param view where the plane lies on the target, in its pixels
  /// @param style how
  /// @param workers who draws; they should have nothing else to do
  public void draw(Raster target, Viewport view, PointStyle style, Workers workers) {
    var bands = Math.min(target.height(), workers.count() * BANDS_PER_WORKER);
    var stamps = masks(style);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (var band = 0; band < bands; band++) {
      var from = (int) ((long) target.height() * band / bands);
      var to = (int) ((long) target.height() * (band + 1) / bands);
      tasks.add(() -> {
        target.fill(0xFF000000 | style.background(), from, to);
        var brush = new SplatBrush(target, stamps, from, to);
        if (anyDimmed) {
          stampAll(brush, view, DIMMED, style);
        }
        stampAll(brush, view, FULL, style);
        return true;
      });
    }
    try {
      workers.all(tasks);
    } catch (PolysemeException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private SplatMasks masks(PointStyle style) {
    var known = masks;
    if (known != null && known.fits(style.radius(), style.opacity())) {
      return known;
    }
    var fresh = new SplatMasks(style.radius(), style.opacity());
    masks = fresh;
    return fresh;
  }

  private void stampAll(SplatBrush brush, Viewport view, byte state, PointStyle style) {
    var share = state == DIMMED ? (int) Math.round(256 * style.dimmed()) : 256;
    var scaleX = (float) view.scaleX();
    var scaleY = (float) view.scaleY();
    var offsetX = (float) view.offsetX();
    var offsetY = (float) view.offsetY();
    for (var i = 0; i < states.length; i++) {
      if (states[i] == state) {
        var color = share == 256 ? colors[i] : mixed(colors[i], style.background(), share);
        brush.stamp(offsetX + scaleX * x[i], offsetY - scaleY * y[i], color);
      }
    }
  }

  private static int mixed(int color, int background, int share) {
    var rest = 256 - share;
    var redBlue = ((color & 0xFF00FF) * share + (background & 0xFF00FF) * rest) >>> 8 & 0xFF00FF;
    var green = ((color & 0xFF00) * share + (background & 0xFF00) * rest) >>> 8 & 0xFF00;
    return 0xFF000000 | redBlue | green;
  }
}
