// SPDX-License-Identifier: GPL-3.0-or-later
/// A text's tokens with one activation each, and the colours that show them.
@NullMarked
package polyseme.analysis.heatmap;

import org.jspecify.annotations.NullMarked;
