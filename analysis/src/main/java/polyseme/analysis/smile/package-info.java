// SPDX-License-Identifier: GPL-3.0-or-later
/// Adapters to Smile; the only package that knows `smile`.
@NullMarked
package polyseme.analysis.smile;

import org.jspecify.annotations.NullMarked;
