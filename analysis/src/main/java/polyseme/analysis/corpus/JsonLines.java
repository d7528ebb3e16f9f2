// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.CorpusException;

/// A file with one document a line.
final class JsonLines implements RecordReader {

  private final FileInput input;
  private final LineReader lines;
  private final JsonRecord records;

  JsonLines(FileInput input, JsonRecord records) {
    this.input = input;
    this.records = records;
    lines = new LineReader(input);
  }

  @Override
  public @Nullable Document next() throws IOException, BadRecordException, CorpusException {
    for (var line = lines.next(); line != null; line = lines.next()) {
      if (!line.isBlank()) {
        return records.read(line, input.file().name(), lines.lineNumber());
      }
    }
    input.checkUnchanged();
    return null;
  }
}
