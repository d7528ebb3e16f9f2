// SPDX-License-Identifier: GPL-3.0-or-later
/// Text that goes into HTML, SVG, JSON and CSV: escaping, invisible characters, numbers, pages.
@NullMarked
package polyseme.analysis.markup;

import org.jspecify.annotations.NullMarked;
