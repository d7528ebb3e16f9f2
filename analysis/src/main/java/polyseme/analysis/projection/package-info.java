// SPDX-License-Identifier: GPL-3.0-or-later
/// From many dimensions to a map: projections and what they explain.
@NullMarked
package polyseme.analysis.projection;

import org.jspecify.annotations.NullMarked;
