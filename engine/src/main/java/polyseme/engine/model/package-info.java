// SPDX-License-Identifier: GPL-3.0-or-later
/// What a model is: its sizes and variants, and the addresses of its neurons.
@NullMarked
package polyseme.engine.model;

import org.jspecify.annotations.NullMarked;
