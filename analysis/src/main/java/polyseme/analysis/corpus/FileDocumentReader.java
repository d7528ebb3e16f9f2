// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.CorpusException;

/// Reads the files of a corpus one after the other.
final class FileDocumentReader implements DocumentReader {

  private final List<CorpusFile> files;
  private final JsonRecord records = new JsonRecord();
  private int nextFile;
  private long finishedBytes;
  private @Nullable LineReader lines;

  FileDocumentReader(List<CorpusFile> files) {
    this.files = files;
  }

  @Override
  public @Nullable Document next() throws CorpusException {
    while (true) {
      if (lines != null) {
        var document = nextRecord(lines);
        if (document != null) {
          return document;
        }
        finish(lines);
      } else if (nextFile == files.size()) {
        return null;
      } else {
        var file = files.get(nextFile++);
        if (!file.hasRecords()) {
          return wholeFile(file);
        }
        lines = LineReader.open(file);
      }
    }
  }

  private @Nullable Document nextRecord(LineReader from) throws CorpusException {
    try {
      for (var line = from.next(); line != null; line = from.next()) {
        if (!line.isBlank()) {
          return records.read(line, from.file().name(), from.lineNumber());
        }
      }
      return null;
    } catch (IOException failed) {
      throw FileFinder.unreadable(from.file().name(), failed);
    }
  }

  private void finish(LineReader from) throws CorpusException {
    checkUnchanged(from.file(), from.bytesRead());
    close();
    finishedBytes += from.file().bytes();
  }

  private Document wholeFile(CorpusFile file) throws CorpusException {
    var bytes = Utf8.readAll(file);
    checkUnchanged(file, bytes.length);
    finishedBytes += file.bytes();
    var text = Utf8.decode(bytes, bytes.length, file.name(), 0, 0);
    return new Document(file.name(), Utf8.unixLineEnds(Utf8.withoutMark(text)), Map.of());
  }

  private static void checkUnchanged(CorpusFile file, long bytesRead) throws CorpusException {
    if (bytesRead != file.bytes()) {
      throw new CorpusException(
          "%s changed while it was read: it had %d bytes and now has %d."
              .formatted(file.name(), file.bytes(), bytesRead),
          "Start again when nothing writes to the corpus.");
    }
  }

  @Override
  public long bytesRead() {
    return finishedBytes + (lines == null ? 0 : lines.bytesRead());
  }

  @Override
  public void close() {
    if (lines != null) {
      lines.close();
      lines = null;
    }
  }
}
