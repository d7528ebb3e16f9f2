// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.ArrayList;
import java.util.List;
import polyseme.engine.task.RequestException;

/// Reads a table of RFC 4180 with the line on which each record begins.
final class CsvRecords {

  /// A record.
  ///
  /// @param line where it begins, from 1
  /// @param cells its cells
  record Cells(int line, List<String> cells) {
    Cells {
      cells = List.copyOf(cells);
    }
  }

  private final String table;
  private final List<Cells> records = new ArrayList<>();
  private final List<String> cells = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();
  private int line = 1;
  private int begun = 1;

  private CsvRecords(String table) {
    this.table = table;
  }

  /// Reads all records; empty lines are passed over.
  ///
  /// @throws RequestException if a quote is never closed
  static List<Cells> of(String table) throws RequestException {
    var from = table.startsWith("\uFEFF") ? 1 : 0;
    var reader = new CsvRecords(table.substring(from));
    reader.read();
    return reader.records;
  }

  private void read() throws RequestException {
    for (var i = 0; i < table.length(); i++) {
      var c = table.charAt(i);
      switch (c) {
        case '"' -> i = quoted(i);
        case ',' -> endCell();
        case '\r' -> {
          if (i + 1 == table.length() || table.charAt(i + 1) != '\n') {
            endRecord();
          }
        }
        case '\n' -> endRecord();
        default -> cell.append(c);
      }
    }
    endRecord();
  }

  /// Takes what is quoted and gives the place of the closing quote.
  private int quoted(int open) throws RequestException {
    var opened = line;
    for (var i = open + 1; i < table.length(); i++) {
      var c = table.charAt(i);
      if (c != '"') {
        cell.append(c);
        line += c == '\n' ? 1 : 0;
      } else if (i + 1 < table.length() && table.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else {
        return i;
      }
    }
    throw new RequestException(
        "Line %d: a quote opens and is never closed.".formatted(opened),
        "Close it, or write two quotes where one is meant.");
  }

  private void endCell() {
    cells.add(cell.toString().strip());
    cell.setLength(0);
  }

  private void endRecord() {
    endCell();
    if (cells.size() > 1 || !cells.getFirst().isEmpty()) {
      records.add(new Cells(begun, cells));
    }
    cells.clear();
    line++;
    begun = line;
  }
}
