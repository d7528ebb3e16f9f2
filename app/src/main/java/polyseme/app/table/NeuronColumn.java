// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.table;

import java.util.Comparator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import polyseme.analysis.scan.Statistic;
import polyseme.app.control.Figures;
import polyseme.app.table.TableViewModel.Row;

/// The columns of the table, in order.
public enum NeuronColumn {
  /// The neuron itself.
  NEURON("neuron", "layer and number of the neuron, both from 0", Row::row, r -> "" + r.id()),
  /// Its layer.
  LAYER("layer", "block of the model, from 0", r -> r.id().layer(), r -> "" + r.id().layer()),
  /// Its cluster.
  CLUSTER(
      "cluster",
      "group of neurons it belongs to, the largest is 0; a dash while there are no groups",
      r -> r.cluster() < 0 ? Double.NaN : r.cluster(),
      r -> r.cluster() < 0 ? "–" : "" + r.cluster()),
  /// Greatest activation.
  MAX(Statistic.MAX),
  /// Least activation.
  MIN(Statistic.MIN),
  /// Mean activation.
  MEAN(Statistic.MEAN),
  /// Variance of the activations.
  VARIANCE(Statistic.VARIANCE),
  /// Skewness of the activations.
  SKEWNESS(Statistic.SKEWNESS),
  /// Kurtosis of the activations.
  KURTOSIS(Statistic.KURTOSIS),
  /// Share of tokens with an activation above 0.
  FRACTION_POSITIVE(Statistic.FRACTION_POSITIVE);

  private final String title;
  private final String meaning;
  private final ToDoubleFunction<Row> value;
  private final Function<Row, String> text;

  NeuronColumn(
      String title, String meaning, ToDoubleFunction<Row> value, Function<Row, String> text) {
    this.title = title;
    this.meaning = meaning;
    this.value = value;
    this.text = text;
  }

  NeuronColumn(Statistic statistic) {
    this(
        statistic.title(),
        statistic.meaning(),
        row -> statistic.of(row.stats()),
        row -> Figures.measured(statistic.of(row.stats())));
  }

  /// What stands above the column.
  ///
  /// @return a short name
  public String title() {
    return title;
  }

  /// How its values are defined.
  ///
  /// @return half a sentence
  public String meaning() {
    return meaning;
  }

  /// What stands in the cell of a row.
  ///
  /// @param row the row
  /// @return the value, four significant digits
  public String text(Row row) {
    return text.apply(row);
  }

  /// Puts rows in order; what is not defined comes last either way.
  ///
  /// @param direction up or down
  /// @return the order
  public Comparator<Row> order(Direction direction) {
    var rising = Comparator.comparingDouble(value);
    var wanted = direction == Direction.DESCENDING ? rising.reversed() : rising;
    return Comparator.<Row, Boolean>comparing(row -> Double.isNaN(value.applyAsDouble(row)))
        .thenComparing(wanted);
  }

  /// Which end of a column comes first.
  public enum Direction {
    /// The least.
    ASCENDING,
    /// The greatest.
    DESCENDING
  }
}
