// SPDX-License-Identifier: GPL-3.0-or-later
/// Scanning a corpus with the open model.
@NullMarked
package polyseme.app.scan;

import org.jspecify.annotations.NullMarked;
