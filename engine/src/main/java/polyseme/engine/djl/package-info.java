// SPDX-License-Identifier: GPL-3.0-or-later
/// The forward pass in DJL; the only package that knows `ai.djl`.
@NullMarked
package polyseme.engine.djl;

import org.jspecify.annotations.NullMarked;
