// SPDX-License-Identifier: GPL-3.0-or-later
/// Documents that repeat others with few changes.
@NullMarked
package polyseme.analysis.duplicate;

import org.jspecify.annotations.NullMarked;
