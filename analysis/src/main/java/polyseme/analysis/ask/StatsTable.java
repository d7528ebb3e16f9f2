// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.report.Csv;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.Statistic;
import polyseme.engine.task.RequestException;

/// All numbers that a scan has of its neurons, those that were added too, as a table.
public final class StatsTable {

  private final Scan scan;
  private final List<Column> columns;

  /// A column of the table.
  public sealed interface Column {

    /// How it is called where it is typed or written to a file.
    ///
    /// @return the name
    String name();

    /// A statistic of the scan.
    ///
    /// @param statistic which
    record OfScan(Statistic statistic) implements Column {
      @Override
      public String name() {
        return OwnTable.nameOf(statistic);
      }
    }

    /// An own column.
    ///
    /// @param column which
    record Own(OwnColumn column) implements Column {
      @Override
      public String name() {
        return column.name();
      }
    }
  }

  /// Puts a table together.
  ///
  /// @param scan the scan
  /// @param own the columns that were added to it
  public StatsTable(Scan scan, List<OwnColumn> own) {
    this.scan = scan;
    this.columns =
        Stream.<Column>concat(
                Arrays.stream(Statistic.values()).map(Column.OfScan::new),
                own.stream().map(Column.Own::new))
            .toList();
  }

  /// Its columns but for the neuron's name.
  ///
  /// @return statistics, then own columns
  public List<Column> columns() {
    return columns;
  }

  /// Finds a column.
  ///
  /// @param name its name; of statistics also as people call them, with `-` for `_`
  /// @return the column
  /// @throws RequestException if there is none of this name
  public Column column(String name) throws RequestException {
    var spelled = name.strip().toLowerCase(Locale.ROOT);
    return columns.stream()
        .filter(one ->
            one.name().equalsIgnoreCase(spelled)
                || one.name().equalsIgnoreCase(spelled.replace('-', '_'))
                || (one instanceof Column.OfScan(var s) && s.title().equals(spelled)))
        .findFirst()
        .orElseThrow(() ->
            new RequestException(
                "No column is called “%s”.".formatted(name),
                "The columns are %s."
                    .formatted(String.join(", ", columns.stream().map(Column::name).toList()))));
  }

  /// A neuron's number in a column.
  ///
  /// @param column a column of numbers
  /// @param row the neuron's row
  /// @return the number, NaN where it is undefined, missing or a label
  public double number(Column column, int row) {
    return switch (column) {
      case Column.OfScan(var statistic) -> statistic.of(scan.stats(row));
      case Column.Own(var own) -> own.number(row);
    };
  }

  /// A neuron's cell, exact.
  ///
  /// @param column a column
  /// @param row the neuron's row
  /// @return a number or label as text; empty where an own column has none
  public String cell(Column column, int row) {
    return switch (column) {
      case Column.OfScan(var statistic) -> exact(statistic.of(scan.stats(row)));
      case Column.Own(var own) -> own.cells().get(row);
    };
  }

  // Least and greatest activations are floats: the shortest decimal that is exactly that float.
  private static String exact(double value) {
    return (float) value == value ? String.valueOf((float) value) : String.valueOf(value);
  }

  /// Rows in order. Numbers that are undefined and cells that are missing come last either way;
  /// equal ones stay in the neurons' order.
  ///
  /// @param sort by which column, null for the neurons' order
  /// @param ascending whether the least comes first; labels always go from A to Z
  /// @param layer only this layer, null for all
  /// @return rows of the scan's neurons
  public List<Integer> rows(@Nullable Column sort, boolean ascending, @Nullable Integer layer) {
    var neurons = scan.neurons();
    var rows =
        IntStream.range(0, neurons.size())
            .filter(row -> layer == null || neurons.id(row).layer() == layer)
            .boxed();
    return switch (sort) {
      case null -> rows.toList();
      case Column.Own(var own) when !own.numeric() ->
          rows.sorted(
                  Comparator.<Integer, Boolean>comparing(row -> own.cells().get(row).isEmpty())
                      .thenComparing(row -> own.cells().get(row)))
              .toList();
      case Column.OfScan _, Column.Own _ -> {
        var sign = ascending ? 1 : -1;
        yield rows.sorted(
                Comparator.<Integer, Boolean>comparing(row -> Double.isNaN(number(sort, row)))
                    .thenComparingDouble(row -> sign * number(sort, row)))
            .toList();
      }
    };
  }

  /// Rows as a table for other programs, every number exact.
  ///
  /// @param rows which neurons, in order
  /// @return RFC 4180 with a head: `neuron`, `layer`, `index`, `count`, then the columns
  public String csv(List<Integer> rows) {
    var head = new ArrayList<>(List.of("neuron", "layer", "index", "count"));
    columns.forEach(column -> head.add(column.name()));
    var out = new StringBuilder(Csv.line(head));
    for (var row : rows) {
      var id = scan.neurons().id(row);
      var cells = new ArrayList<>(List.of(id.toString(), String.valueOf(id.layer())));
      cells.add(String.valueOf(id.index()));
      cells.add(String.valueOf(scan.stats(row).count()));
      columns.forEach(column -> cells.add(cell(column, row)));
      out.append(Csv.line(cells));
    }
    return out.toString();
  }
}
