// SPDX-License-Identifier: GPL-3.0-or-later
/// Opening models, scans and the demo.
@NullMarked
package polyseme.app.open;

import org.jspecify.annotations.NullMarked;
