// SPDX-License-Identifier: GPL-3.0-or-later
/// One pass over a corpus that answers for all neurons, and the store that keeps its result.
@NullMarked
package polyseme.analysis.scan;

import org.jspecify.annotations.NullMarked;
