// SPDX-License-Identifier: GPL-3.0-or-later
/// What the program shows and ships: styles, icons, fonts, templates, the demo. Knows nothing.
@NullMarked
package polyseme.assets;

import org.jspecify.annotations.NullMarked;
