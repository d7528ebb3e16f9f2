// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.List;

/// A neuron's extremes, one a document.
///
/// @param highest greatest activations, the greatest first; ties by document, then position
/// @param lowest least activations, the least first; ties by document, then position
public record TopExamples(List<Example> highest, List<Example> lowest) {

  /// Keeps the lists unchangeable.
  public TopExamples {
    highest = List.copyOf(highest);
    lowest = List.copyOf(lowest);
  }
}
