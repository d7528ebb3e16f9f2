// SPDX-License-Identifier: GPL-3.0-or-later
/// Documents read by stream from text files, folders and JSONL.
@NullMarked
package polyseme.analysis.corpus;

import org.jspecify.annotations.NullMarked;
