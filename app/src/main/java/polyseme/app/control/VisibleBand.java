// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.layout.Region;

/// The part of a high region that can be seen in what scrolls it; of an ordinary one, all of it.
///
/// @param top upper edge, in pixels of the region
/// @param bottom lower edge
record VisibleBand(double top, double bottom) {

  /// Up to this height everything is painted at once.
  static final double ORDINARY = 2048;

  static VisibleBand of(Region region) {
    var height = region.getHeight();
    if (height <= ORDINARY) {
      return new VisibleBand(0, height);
    }
    var top = 0.0;
    var bottom = height;
    for (Node node = region.getParent(); node != null; node = node.getParent()) {
      if (node.getClip() != null) {
        Bounds seen = region.sceneToLocal(node.localToScene(node.getClip().getBoundsInParent()));
        top = Math.max(top, seen.getMinY());
        bottom = Math.min(bottom, seen.getMaxY());
      }
    }
    top = Math.floor(Math.clamp(top, 0, height));
    return new VisibleBand(top, Math.clamp(bottom, top, Math.min(height, top + ORDINARY)));
  }

  double height() {
    return bottom - top;
  }
}
