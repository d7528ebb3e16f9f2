// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.nio.file.Path;
import java.util.Locale;

/// One file of a corpus.
///
/// @param path where it lies
/// @param name its name in the corpus: the path below the folder that was given, with `/`
/// @param bytes its size when the corpus was put together
record CorpusFile(Path path, String name, long bytes) {

  /// Whether every line is a record.
  boolean hasRecords() {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".jsonl") || lower.endsWith(".ndjson");
  }
}
