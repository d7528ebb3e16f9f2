// SPDX-License-Identifier: GPL-3.0-or-later
/// Documents read by stream from text files, folders, JSONL and tables, also compressed.
@NullMarked
package polyseme.analysis.corpus;

import org.jspecify.annotations.NullMarked;
