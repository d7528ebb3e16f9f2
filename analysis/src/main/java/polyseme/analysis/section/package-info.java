// SPDX-License-Identifier: GPL-3.0-or-later
/// Files of sections with checksums, of which a scan's folder consists.
@NullMarked
package polyseme.analysis.section;

import org.jspecify.annotations.NullMarked;
