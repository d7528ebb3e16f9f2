// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

/// Stamps discs onto some rows of a raster.
final class SplatBrush {

  private final int[] pixels;
  private final int width;
  private final int fromRow;
  private final int toRow;
  private final SplatMasks masks;

  SplatBrush(Raster target, SplatMasks masks, int fromRow, int toRow) {
    this.pixels = target.pixels();
    this.width = target.width();
    this.masks = masks;
    this.fromRow = fromRow;
    this.toRow = toRow;
  }

  /// Lays a disc over what is there.
  void stamp(float centreX, float centreY, int color) {
    var reach = masks.reach();
    // far away points overflow no int this way
    if (!(centreX > -reach - 1 && centreX < width + reach + 1)
        || !(centreY > fromRow - reach - 1 && centreY < toRow + reach + 1)) {
      return;
    }
    var column = (int) Math.floor(centreX);
    var row = (int) Math.floor(centreY);
    var placeX = (int) ((centreX - column) * SplatMasks.PLACES);
    var placeY = (int) ((centreY - row) * SplatMasks.PLACES);
    // float subtraction may round up to a whole pixel
    var mask =
        masks.at(Math.min(placeX, SplatMasks.PLACES - 1), Math.min(placeY, SplatMasks.PLACES - 1));
    var side = masks.side();
    var left = Math.max(0, reach - column);
    var right = Math.min(side, width - column + reach);
    var top = Math.max(0, fromRow - row + reach);
    var bottom = Math.min(side, toRow - row + reach);
    for (var line = top; line < bottom; line++) {
      var pixel = (row - reach + line) * width + column - reach;
      blendLine(mask, line * side, left, right, pixel, color);
    }
  }

  private void blendLine(int[] mask, int start, int left, int right, int pixel, int color) {
    var redBlue = color & 0xFF00FF;
    var alphaGreen = color >>> 8 & 0xFF00FF;
    for (var i = left; i < right; i++) {
      var cover = mask[start + i];
      if (cover == 0) {
        continue;
      }
      var rest = 256 - cover;
      var below = pixels[pixel + i];
      var newRedBlue = (redBlue * cover + (below & 0xFF00FF) * rest) >>> 8 & 0xFF00FF;
      var newAlphaGreen = alphaGreen * cover + (below >>> 8 & 0xFF00FF) * rest & 0xFF00FF00;
      pixels[pixel + i] = newRedBlue | newAlphaGreen;
    }
  }
}
