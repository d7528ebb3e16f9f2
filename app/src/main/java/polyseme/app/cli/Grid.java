// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A table with a head: texts begin below each other, numbers end below each other.
///
/// @param aligned for each column `l` or `r`
/// @param lines the head and the lines, all of as many cells
record Grid(String aligned, List<List<String>> lines) {

  private static final String GAP = "  ";

  Grid {
    lines = List.copyOf(lines);
  }

  @Override
  public String toString() {
    var widths =
        IntStream.range(0, aligned.length())
            .map(column -> lines.stream().mapToInt(line -> width(line.get(column))).max().orElse(0))
            .toArray();
    return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining("\n"));
  }

  private String line(List<String> cells, int... widths) {
    var out = new StringBuilder();
    for (var column = 0; column < widths.length; column++) {
      var cell = cells.get(column);
      var space = " ".repeat(widths[column] - width(cell));
      out.append(column == 0 ? "" : GAP);
      out.append(aligned.charAt(column) == 'r' ? space + cell : cell + space);
    }
    return out.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
