// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import polyseme.analysis.gather.Window;
import polyseme.analysis.gather.WindowBatch;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.Reasons;

/// Makes batches of a unit's windows: side by side with others of their length, so that little is
/// filled up; ties in the order of the corpus. Always the same for the same unit.
final class WindowBatches {

  private final ScanShape shape;
  private final TokenTable tokens;

  WindowBatches(ScanShape shape, TokenTable tokens) {
    this.shape = shape;
    this.tokens = tokens;
  }

  List<WindowBatch> of(List<Window> windows) throws OutputException {
    var sorted = new ArrayList<>(windows);
    sorted.sort(Comparator.comparingInt(Window::length).reversed());
    var batches = new ArrayList<WindowBatch>();
    for (var from = 0; from < sorted.size(); from += shape.options().batchRows()) {
      var to = Math.min(from + shape.options().batchRows(), sorted.size());
      var rows = new ArrayList<int[]>();
      for (var window : sorted.subList(from, to)) {
        rows.add(ids(window));
      }
      batches.add(
          new WindowBatch(
              TokenBatch.ofRows(rows), List.copyOf(sorted.subList(from, to)), shape.lead()));
    }
    return batches;
  }

  private int[] ids(Window window) throws OutputException {
    try {
      var ids = tokens.read(window, shape.lead());
      if (shape.lead() == 1) {
        ids[0] = shape.bosId();
      }
      return ids;
    } catch (IOException failed) {
      throw new OutputException(
          "The tokens kept for the scan cannot be read again: %s.".formatted(Reasons.of(failed)),
          "Check the disk that the scan is written to.");
    }
  }
}
