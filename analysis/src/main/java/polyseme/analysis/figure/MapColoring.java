// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.figure;

import java.util.List;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.scan.Statistic;
import polyseme.engine.tensor.FloatVector;

/// What the colours of a map say.
public sealed interface MapColoring {

  /// The layer of each neuron.
  record Layer() implements MapColoring {}

  /// The cluster of each neuron.
  ///
  /// @param clustering over the neurons of the map
  /// @param names what the clusters are called, by number; empty for numbers alone
  record Cluster(Clustering clustering, List<String> names) implements MapColoring {

    /// Keeps the list unchangeable.
    public Cluster {
      names = List.copyOf(names);
    }
  }

  /// A statistic of each neuron, from violet (low) to yellow (high); the colours end at the 2nd and
  /// the 98th percentile, so that a few extreme neurons do not hide the rest.
  ///
  /// @param statistic which
  /// @param values one a neuron, in row order
  record Stat(Statistic statistic, FloatVector values) implements MapColoring {}
}
