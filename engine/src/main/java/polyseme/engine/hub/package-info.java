// SPDX-License-Identifier: GPL-3.0-or-later
/// Models by name: the names people use, and fetching what a model needs from the Hugging Face Hub
/// into its cache.
@NullMarked
package polyseme.engine.hub;

import org.jspecify.annotations.NullMarked;
