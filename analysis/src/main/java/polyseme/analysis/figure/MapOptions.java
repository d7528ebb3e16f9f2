// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.figure;

import java.util.List;
import polyseme.analysis.color.PageTheme;
import polyseme.engine.model.NeuronId;

/// How a map is drawn.
///
/// @param title what it shows, read by screen readers
/// @param width in pixels, with the legend
/// @param height in pixels
/// @param theme light, dark or the page's
/// @param ringed neurons with a ring and their name
public record MapOptions(
    String title, int width, int height, PageTheme theme, List<NeuronId> ringed) {

  /// Keeps the list unchangeable and refuses sizes nothing fits into.
  public MapOptions {
    if (width < 320 || height < 200) {
      throw new IllegalArgumentException("a map of %d × %d pixels".formatted(width, height));
    }
    ringed = List.copyOf(ringed);
  }

  /// 1,000 × 640 pixels, light, no rings.
  ///
  /// @param title what it shows
  /// @return the defaults
  public static MapOptions defaults(String title) {
    return new MapOptions(title, 1000, 640, PageTheme.LIGHT, List.of());
  }

  /// The same in another theme.
  ///
  /// @param other light, dark or the page's
  /// @return new options
  public MapOptions withTheme(PageTheme other) {
    return new MapOptions(title, width, height, other, ringed);
  }

  /// The same in another size.
  ///
  /// @param newWidth in pixels, with the legend
  /// @param newHeight in pixels
  /// @return new options
  public MapOptions withSize(int newWidth, int newHeight) {
    return new MapOptions(title, newWidth, newHeight, theme, ringed);
  }

  /// The same with rings.
  ///
  /// @param neurons neurons to point out
  /// @return new options
  public MapOptions withRinged(List<NeuronId> neurons) {
    return new MapOptions(title, width, height, theme, neurons);
  }
}
