// SPDX-License-Identifier: GPL-3.0-or-later
/// What is remembered of comparisons with a reference, and how it is shown.
@NullMarked
package polyseme.analysis.parity;

import org.jspecify.annotations.NullMarked;
