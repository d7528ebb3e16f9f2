// SPDX-License-Identifier: GPL-3.0-or-later
/// Self-contained pages to show others.
@NullMarked
package polyseme.analysis.report;

import org.jspecify.annotations.NullMarked;
