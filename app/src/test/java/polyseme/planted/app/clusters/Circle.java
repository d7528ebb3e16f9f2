// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.clusters;

import polyseme.planted.app.examples.Back;

/// One half of a cycle.
public record Circle(Back back) {}
