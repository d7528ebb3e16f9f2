// SPDX-License-Identifier: GPL-3.0-or-later
/// Questions about all neurons at once: which answer to a text, which write a token, whose contexts
/// hold a word, how two corpora differ.
@NullMarked
package polyseme.analysis.ask;

import org.jspecify.annotations.NullMarked;
