// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.List;

/// The neurons that answer to a text most.
///
/// @param highest unusually high, the most unusual first
/// @param lowest unusually low, the most unusual first
/// @param leftOut how many neurons could not be judged at either end
public record Answers(List<Answer> highest, List<Answer> lowest, int leftOut) {

  /// Keeps the lists unchangeable.
  public Answers {
    highest = List.copyOf(highest);
    lowest = List.copyOf(lowest);
  }
}
