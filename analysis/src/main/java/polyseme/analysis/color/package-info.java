// SPDX-License-Identifier: GPL-3.0-or-later
/// Colours that mean something: diverging about zero, sequential, categorical. Knows nothing.
@NullMarked
package polyseme.analysis.color;

import org.jspecify.annotations.NullMarked;
