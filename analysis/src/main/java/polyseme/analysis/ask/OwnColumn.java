// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.List;
import java.util.regex.Pattern;

/// A column that somebody added to a scan: a number or a label for some of its neurons.
///
/// @param name what it is called
/// @param numeric whether every cell that is not empty is a number
/// @param cells one a neuron in row order, as it was written; empty where the neuron has none
public record OwnColumn(String name, boolean numeric, List<String> cells) {

  // narrower than what Java reads: "1f" and "0x1p3" are labels
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?|NaN|Infinity)");

  /// Keeps the list unchangeable.
  public OwnColumn {
    cells = List.copyOf(cells);
  }

  /// Looks whether all cells are numbers.
  ///
  /// @param name what it is called
  /// @param cells one a neuron in row order
  /// @return the column
  public static OwnColumn of(String name, List<String> cells) {
    return new OwnColumn(name, cells.stream().allMatch(OwnColumn::isNumber), cells);
  }

  private static boolean isNumber(String cell) {
    return cell.isEmpty() || NUMBER.matcher(cell).matches();
  }

  /// A neuron's number.
  ///
  /// @param row the neuron's row
  /// @return the number, NaN where there is none
  public double number(int row) {
    return cells.get(row).isEmpty() || !numeric ? Double.NaN : Double.parseDouble(cells.get(row));
  }

  /// How many neurons have a cell.
  ///
  /// @return their count
  public long covered() {
    return cells.stream().filter(cell -> !cell.isEmpty()).count();
  }
}
