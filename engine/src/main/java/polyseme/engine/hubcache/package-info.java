// SPDX-License-Identifier: GPL-3.0-or-later
/// Reads the Hugging Face cache: where it lies, what is in it. Never connects to anything.
@NullMarked
package polyseme.engine.hubcache;

import org.jspecify.annotations.NullMarked;
