// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.scatter;

import polyseme.planted.app.scan.ScanView;

/// A feature that knows another, and a view model that knows a view.
public record ScatterViewModel(ScanView view) {}
