// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.CorpusException;

/// Reads the documents of one file.
interface RecordReader {

  /// The next document, null after the last.
  ///
  /// @throws BadRecordException if this one cannot be read; the next call goes on behind it
  /// @throws DamagedException if nothing more can be read
  /// @throws IOException if the system does not give the file
  /// @throws CorpusException if the file changes, or is not what it was said to be
  @Nullable Document next() throws IOException, BadRecordException, CorpusException;
}
