// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.table;

import java.util.List;
import java.util.stream.IntStream;

/// Threads of the common pool.
public final class ParallelSum {
  long count(List<String> words) {
    return words.parallelStream().count() + IntStream.range(0, 3).parallel().sum();
  }
}
