// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.CorpusException;

/// Reads the files of a corpus one after the other.
final class FileDocumentReader implements DocumentReader {

  private final List<CorpusFile> files;
  private final ReadOptions options;
  private final Consumer<SkippedDocuments> atEnd;
  private final JsonRecord records;
  private final TreeSet<String> unseenLabels = new TreeSet<>();
  private final List<String> skipped = new ArrayList<>();
  private long skippedCount;
  private int nextFile;
  private long finishedBytes;
  private @Nullable OpenFile current;

  /// The file that is being read.
  private record OpenFile(FileInput input, RecordReader documents) {}

  FileDocumentReader(
      List<CorpusFile> files, ReadOptions options, Consumer<SkippedDocuments> atEnd) {
    this.files = files;
    this.options = options;
    this.atEnd = atEnd;
    records = new JsonRecord(options);
    var labels = options.labels();
    if (labels != null) {
      unseenLabels.addAll(labels);
    }
  }

  @Override
  public @Nullable Document next() throws CorpusException {
    while (true) {
      if (current == null) {
        if (nextFile == files.size()) {
          checkLabels();
          return null;
        }
        current = open(files.get(nextFile++));
      }
      var document = next(current);
      if (document != null) {
        unseenLabels.removeAll(document.labels().keySet());
        return document;
      }
      finish(current);
    }
  }

  private OpenFile open(CorpusFile file) throws CorpusException {
    try {
      var input = FileInput.open(file);
      try {
        return new OpenFile(input, documents(input));
      } catch (IOException failed) {
        input.close();
        throw failed;
      }
    } catch (IOException failed) {
      throw FileFinder.unreadable(file.name(), failed);
    }
  }

  private RecordReader documents(FileInput input) throws IOException {
    return switch (input.file().kind()) {
      case TEXT -> new WholeText(input);
      case JSONL -> new JsonLines(input, records);
      case CSV, TSV -> new TableRows(input, options);
    };
  }

  /// The next document that can be read, null if the file has no more.
  private @Nullable Document next(OpenFile from) throws CorpusException {
    try {
      while (true) {
        try {
          return from.documents.next();
        } catch (BadRecordException bad) {
          skip(bad.what(), bad.remedy());
        }
      }
    } catch (DamagedException damaged) {
      checkSize(from.input);
      skip(damaged.what(), damaged.remedy());
      return null;
    } catch (IOException failed) {
      throw FileFinder.unreadable(from.input.file().name(), failed);
    }
  }

  private static void checkSize(FileInput input) throws CorpusException {
    try {
      input.checkSize();
    } catch (IOException failed) {
      throw FileFinder.unreadable(input.file().name(), failed);
    }
  }

  private void skip(String what, String remedy) throws CorpusException {
    switch (options.badText()) {
      case FAIL -> throw new CorpusException(what, remedy);
      case SKIP -> {
        skippedCount++;
        if (skipped.size() < SkippedDocuments.LISTED) {
          skipped.add(what);
        }
      }
    }
  }

  private void finish(OpenFile done) {
    done.input.close();
    finishedBytes += done.input.file().bytes();
    current = null;
  }

  /// A label that no document has is a slip of the pen.
  private void checkLabels() throws CorpusException {
    if (!unseenLabels.isEmpty()) {
      throw new CorpusException(
          "No document of the corpus has %s `%s`."
              .formatted(
                  unseenLabels.size() == 1 ? "the label" : "any of the labels",
                  String.join("`, `", unseenLabels)),
          "Check the names of the labels.");
    }
  }

  @Override
  public long bytesRead() {
    return finishedBytes + (current == null ? 0 : current.input.diskBytes());
  }

  @Override
  public SkippedDocuments skipped() {
    return new SkippedDocuments(skippedCount, skipped);
  }

  @Override
  public void close() {
    if (current != null) {
      current.input.close();
      current = null;
    }
    atEnd.accept(skipped());
  }
}
