// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// All benches, by the part of the program they measure. A part's benches are made when they are
/// asked for, so that those of the window load JavaFX and the others do not.
public final class BenchSuite {

  private final Map<String, Supplier<List<Bench>>> parts;

  /// Keeps a copy of the map.
  ///
  /// @param parts benches by part, in the order they are run
  public BenchSuite(Map<String, Supplier<List<Bench>>> parts) {
    this.parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /// The parts that have benches.
  ///
  /// @return their names, in order
  public List<String> parts() {
    return List.copyOf(parts.keySet());
  }

  /// Measures some parts.
  ///
  /// @param wanted names of [#parts()]
  /// @param progress told how far it is
  /// @return a result for each bench, in order
  /// @throws PolysemeException if the machine lacks what a bench needs
  public List<BenchResult> run(List<String> wanted, Progress progress) throws PolysemeException {
    var benches = new ArrayList<Bench>();
    for (var part : parts.entrySet()) {
      if (wanted.contains(part.getKey())) {
        benches.addAll(part.getValue().get());
      }
    }
    var results = new ArrayList<BenchResult>();
    for (var bench : benches) {
      progress.report("Measuring " + bench.id(), results.size(), benches.size(), "benches");
      progress.checkCancelled();
      results.add(BenchResult.of(bench, bench.measure(progress)));
    }
    return results;
  }
}
