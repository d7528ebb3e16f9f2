// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.CorpusException;

/// A table whose rows are documents: RFC 4180, with commas or tabulators.
final class TableRows implements RecordReader {

  private final FileInput input;
  private final CorpusFile file;
  private final ReadOptions options;
  private final MarkingReader text;
  private final CSVParser parser;
  private final Iterator<CSVRecord> rows;
  private @Nullable Header header;

  /// What the first row says.
  ///
  /// @param columns names of the columns
  /// @param text which of them holds the text
  private record Header(List<String> columns, int text) {}

  TableRows(FileInput input, ReadOptions options) throws IOException {
    this.input = input;
    this.options = options;
    file = input.file();
    var delimiter = file.kind() == FileKind.TSV ? '\t' : ',';
    text = new MarkingReader(input, delimiter);
    var format = CSVFormat.RFC4180.builder().setDelimiter(delimiter).get();
    parser = CSVParser.builder().setReader(text).setFormat(format).get();
    rows = parser.iterator();
  }

  @Override
  public @Nullable Document next() throws IOException, BadRecordException, CorpusException {
    var columns = header;
    if (columns == null) {
      columns = readHeader();
      header = columns;
    }
    while (true) {
      var line = parser.getCurrentLineNumber() + 1;
      var row = nextRow(line);
      if (row == null) {
        input.checkUnchanged();
        return null;
      }
      checkEncoding(row, line);
      if (!isBlank(row)) {
        return document(row, columns, line);
      }
    }
  }

  private Header readHeader() throws IOException, CorpusException {
    var row = nextRow(1);
    if (row == null) {
      throw new DamagedException(
          "%s has no line with the names of its columns.".formatted(file.name()),
          "Write the names of the columns into the first line.");
    }
    try {
      checkEncoding(row, 1);
    } catch (BadRecordException bad) {
      throw new DamagedException(bad.what(), bad.remedy());
    }
    var columns = row.stream().map(String::strip).toList();
    var named = columns.stream().filter(name -> !name.isEmpty()).toList();
    if (new HashSet<>(named).size() < named.size()) {
      throw new DamagedException(
          "%s has two columns of the same name.".formatted(file.name()), "Rename one of them.");
    }
    var place = columns.indexOf(options.textColumn());
    if (place < 0) {
      throw new CorpusException(
          "%s has no column `%s`; its columns are %s."
              .formatted(file.name(), options.textColumn(), listed(columns)),
          "Choose the column that holds the text.");
    }
    return new Header(columns, place);
  }

  private static String listed(List<String> columns) {
    return columns.stream()
        .limit(20)
        .map(name -> "`" + (name.length() > 40 ? name.substring(0, 40) + "…" : name) + "`")
        .collect(Collectors.joining(", "));
  }

  private @Nullable CSVRecord nextRow(long line) throws IOException {
    text.endRow();
    try {
      return rows.hasNext() ? rows.next() : null;
    } catch (UncheckedIOException failed) {
      var cause = failed.getCause();
      if (cause instanceof CSVException) {
        throw new DamagedException(
            "%s is no table from line %d on: %s."
                .formatted(
                    file.name(),
                    line,
                    String.valueOf(cause.getMessage()).contains("EOF")
                        ? "a quotation mark is never closed"
                        : "something follows a closing quotation mark"),
            "Inside a quoted cell, write every quotation mark twice.");
      }
      throw cause;
    }
  }

  private void checkEncoding(CSVRecord row, long line) throws BadRecordException {
    if (!text.hasMarks()) {
      return;
    }
    MarkingReader.Mark first = null;
    for (var cell : row) {
      var mark = text.takeMarks(cell);
      first = first == null ? mark : first;
    }
    if (first != null) {
      throw Utf8.notUtf8(file, line, first.offset(), first.value());
    }
  }

  /// decision: a line without anything is no document, also where the table has one column.
  private static boolean isBlank(CSVRecord row) {
    return row.size() == 1 && row.get(0).isEmpty();
  }

  private Document document(CSVRecord row, Header header, long line) throws BadRecordException {
    var columns = header.columns();
    if (row.size() != columns.size()) {
      throw new BadRecordException(
          "Line %d of %s has %,d cells, but there are %,d columns."
              .formatted(line, file.name(), row.size(), columns.size()),
          "Mend the row or take it out.");
    }
    var labels = new HashMap<String, String>();
    var id = file.name() + ":" + line;
    for (var i = 0; i < columns.size(); i++) {
      var name = columns.get(i);
      var cell = row.get(i);
      if (i == header.text() || cell.isEmpty()) {
        continue;
      }
      if (name.equals("id")) {
        id = cell;
      }
      if (options.isChosen(name) || (options.takesAllLabels() && isLabel(name))) {
        labels.put(name, cell);
      }
    }
    return new Document(id, Utf8.unixLineEnds(row.get(header.text())), labels);
  }

  private static boolean isLabel(String name) {
    return !name.isEmpty() && !name.equals("id");
  }
}
