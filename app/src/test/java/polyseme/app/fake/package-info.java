// SPDX-License-Identifier: GPL-3.0-or-later
/// Stand-ins for scan, model and workbench, so that views are seen without computing anything.
@NullMarked
package polyseme.app.fake;

import org.jspecify.annotations.NullMarked;
