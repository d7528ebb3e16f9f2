// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.scan;

import javafx.scene.layout.Region;
import polyseme.planted.engine.Service;

/// A view that knows a service.
public final class ScanView extends Region {
  public Service service() {
    return new Service();
  }
}
