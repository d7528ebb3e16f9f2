// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.cli;

import polyseme.planted.app.scan.ScanView;

/// The command line knows a view.
public record PrintCommand(ScanView view) {}
