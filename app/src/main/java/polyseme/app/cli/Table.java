// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Labels and values below each other.
final class Table {

  private record Row(String label, String value) {}

  private final List<Row> rows = new ArrayList<>();

  Table row(String label, String value) {
    rows.add(new Row(label, value));
    return this;
  }

  @Override
  public String toString() {
    var width = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
    return rows.stream()
        .map(row -> (row.label() + " ".repeat(width - row.label().length() + 2) + row.value()))
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"));
  }
}
