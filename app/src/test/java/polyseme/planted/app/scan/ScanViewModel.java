// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.scan;

import javafx.scene.control.Label;

/// A view model that knows a node.
public record ScanViewModel(Label label) {}
