// SPDX-License-Identifier: GPL-3.0-or-later
/// Groups of neurons and the quality of the grouping.
@NullMarked
package polyseme.analysis.cluster;

import org.jspecify.annotations.NullMarked;
