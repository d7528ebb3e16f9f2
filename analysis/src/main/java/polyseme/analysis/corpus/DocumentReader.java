// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import org.jspecify.annotations.Nullable;
import polyseme.engine.task.CorpusException;

/// Reads a corpus from beginning to end, one document at a time.
public interface DocumentReader extends AutoCloseable {

  /// The next document.
  ///
  /// @return it, or null after the last
  /// @throws CorpusException if a file cannot be read or is no text, with file and place
  @Nullable Document next() throws CorpusException;

  /// How far the reading is.
  ///
  /// @return bytes read so far, of [Corpus#bytes()]
  long bytesRead();

  /// What could not be read and was passed over so far, where the corpus permits that.
  ///
  /// @return count and first sentences
  default SkippedDocuments skipped() {
    return SkippedDocuments.NONE;
  }

  @Override
  void close();
}
