// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.CorpusException;

/// A file that is one document.
final class WholeText implements RecordReader {

  private final FileInput input;
  private boolean done;

  WholeText(FileInput input) {
    this.input = input;
  }

  @Override
  public @Nullable Document next() throws IOException, BadRecordException, CorpusException {
    if (done) {
      return null;
    }
    done = true;
    var file = input.file();
    var plain = file.packing() == Packing.NONE;
    if (plain && file.bytes() > Utf8.LONGEST) {
      throw Utf8.tooLong(file.name() + " is");
    }
    var bytes = input.stream().readNBytes(Utf8.LONGEST + 1);
    if (bytes.length > Utf8.LONGEST) {
      throw Utf8.tooLong((plain ? "%s is" : "%s is, unpacked,").formatted(file.name()));
    }
    input.checkUnchanged();
    var text = Utf8.decode(bytes, bytes.length, file, 0, 0);
    return new Document(file.name(), Utf8.unixLineEnds(Utf8.withoutMark(text)), Map.of());
  }
}
