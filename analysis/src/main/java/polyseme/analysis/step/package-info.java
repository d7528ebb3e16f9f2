// SPDX-License-Identifier: GPL-3.0-or-later
/// The use cases that window and command line share.
@NullMarked
package polyseme.analysis.step;

import org.jspecify.annotations.NullMarked;
