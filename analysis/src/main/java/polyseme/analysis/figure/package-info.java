// SPDX-License-Identifier: GPL-3.0-or-later
/// Figures as text: scales, ticks, palettes and SVG.
@NullMarked
package polyseme.analysis.figure;

import org.jspecify.annotations.NullMarked;
