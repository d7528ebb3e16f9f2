// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.map;

import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.scan.Statistic;

/// What a point's colour says.
public sealed interface ColourBy {

  /// The neuron's layer.
  record Layer() implements ColourBy {
    @Override
    public String title() {
      return "layer";
    }
  }

  /// The neuron's cluster.
  record Cluster() implements ColourBy {
    @Override
    public String title() {
      return "cluster";
    }
  }

  /// One of the neuron's statistics.
  ///
  /// @param statistic which
  record Value(Statistic statistic) implements ColourBy {
    @Override
    public String title() {
      return statistic.title();
    }
  }

  /// What people call it.
  ///
  /// @return a short name
  String title();

  /// All choices, in the order of the menu.
  ///
  /// @return layer, cluster, then the statistics
  static List<ColourBy> all() {
    var choices = new ArrayList<ColourBy>(List.of(new Cluster(), new Layer()));
    for (var statistic : Statistic.values()) {
      choices.add(new Value(statistic));
    }
    return choices;
  }
}
