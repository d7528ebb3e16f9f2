// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.nio.file.Path;

/// One file of a corpus.
///
/// @param path where it lies
/// @param name its name in the corpus: the path below the folder that was given, with `/`
/// @param bytes its size when the corpus was put together
record CorpusFile(Path path, String name, long bytes) {

  FileKind kind() {
    return FileKind.of(name);
  }

  Packing packing() {
    return Packing.of(name);
  }

  /// Where a byte of its text stands, for sentences.
  String place(long offset) {
    return packing() == Packing.NONE
        ? "offset " + offset
        : "offset " + offset + " of the unpacked text";
  }
}
