// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.Arrays;

/// Pixels in rows, premultiplied ARGB, that points are drawn into.
public final class Raster {

  private final int width;
  private final int height;
  private final int[] pixels;

  /// Makes transparent pixels.
  ///
  /// @param width in pixels, at least 1
  /// @param height in pixels, at least 1
  public Raster(int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("%d × %d pixels".formatted(width, height));
    }
    this.width = width;
    this.height = height;
    this.pixels = new int[width * height];
  }

  /// Pixels in a row.
  ///
  /// @return the width
  public int width() {
    return width;
  }

  /// Rows.
  ///
  /// @return the height
  public int height() {
    return height;
  }

  /// The pixels themselves, row by row, not a copy.
  ///
  /// @return premultiplied ARGB
  public int[] pixels() {
    return pixels;
  }

  /// Paints some rows over.
  ///
  /// @param argb premultiplied colour
  /// @param fromRow first row, inclusive
  /// @param toRow last row, exclusive
  public void fill(int argb, int fromRow, int toRow) {
    Arrays.fill(pixels, fromRow * width, toRow * width, argb);
  }
}
