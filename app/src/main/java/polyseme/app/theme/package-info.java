// SPDX-License-Identifier: GPL-3.0-or-later
/// Light and dark: the colours, the fonts and the style sheets of the window.
@NullMarked
package polyseme.app.theme;

import org.jspecify.annotations.NullMarked;
