// SPDX-License-Identifier: GPL-3.0-or-later
/// The list of clusters.
@NullMarked
package polyseme.app.clusters;

import org.jspecify.annotations.NullMarked;
