// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import polyseme.engine.task.CorpusException;
import polyseme.engine.task.Progress;

/// Texts to scan. Reading it twice gives the same documents in the same order.
public interface Corpus {

  /// What to call it.
  ///
  /// @return file or folder names
  String name();

  /// How large it is, for progress.
  ///
  /// @return bytes of all files, as they lie on disk
  long bytes();

  /// What it consists of, byte for byte. Equal fingerprints mean equal documents.
  ///
  /// @param progress told how many bytes were read, asked before each part of a file
  /// @return SHA-256 over names and contents of all files and over everything else that decides
  ///   which documents they give, in hex
  /// @throws CorpusException if a file cannot be read
  String fingerprint(Progress progress) throws CorpusException;

  /// Begins at the first document.
  ///
  /// @return a reader; the caller closes it
  /// @throws CorpusException if a file cannot be opened
  DocumentReader open() throws CorpusException;
}
