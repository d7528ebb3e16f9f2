// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Lines of cells below each other, every column as wide as its widest cell.
///
/// @param lines the lines, all of as many cells
record Columns(List<List<String>> lines) {

  private static final int GAP = 2;

  Columns {
    lines = List.copyOf(lines);
  }

  @Override
  public String toString() {
    var widths =
        IntStream.range(0, lines.isEmpty() ? 0 : lines.getFirst().size())
            .map(column ->
                lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0))
            .toArray();
    return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining("\n"));
  }

  private static String line(List<String> cells, int... widths) {
    var out = new StringBuilder();
    for (var column = 0; column < widths.length; column++) {
      var cell = cells.get(column);
      out.append(cell).append(" ".repeat(widths[column] - cell.length() + GAP));
    }
    return out.toString().stripTrailing();
  }
}
