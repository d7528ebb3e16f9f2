// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import polyseme.analysis.gather.LogBins;
import polyseme.analysis.gather.ScanCore;
import polyseme.analysis.gather.Window;
import polyseme.analysis.gather.WindowBatch;
import polyseme.engine.hook.ActivationSink;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.NeuronIndex;

/// The core of a scan by itself, to be timed: takes in one batch again and again, every row of it
/// each time as a new document.
///
/// Give it as sink to a forward pass and call [#endBatch()] after each.
public final class ScanKernelBench implements ActivationSink {

  private final ScanCore core;
  private final TokenBatch tokens;
  private WindowBatch batch;
  private int documents;

  /// Allocates what a worker of a scan has: 20 examples at either end, no profile positions.
  ///
  /// @param neurons the model's neurons
  /// @param tokens the batch; the first token of each row is not counted
  public ScanKernelBench(NeuronIndex neurons, TokenBatch tokens) {
    this.tokens = tokens;
    core = new ScanCore(neurons, 20, List.of());
    core.beginUnit();
    batch = nextBatch();
  }

  private WindowBatch nextBatch() {
    var windows = new ArrayList<Window>();
    for (var row = 0; row < tokens.rows(); row++) {
      windows.add(Window.whole(documents++, 0, tokens.length(row) - 1));
    }
    return new WindowBatch(tokens, windows, 1);
  }

  @Override
  public void accept(HookPoint hook, FloatBuffer values) {
    if (hook instanceof HookPoint.InBlock(int layer, _)) {
      core.accept(layer, values, batch, null);
    }
  }

  /// Ends the batch after all its layers.
  public void endBatch() {
    core.endBatch(batch);
    batch = nextBatch();
  }

  /// How many tokens the histogram of a neuron holds, so that the work is seen to be done.
  ///
  /// @param row row of the neuron
  /// @return tokens counted so far
  public long counted(int row) {
    return IntStream.range(0, LogBins.COUNT).mapToLong(bin -> core.bin(row, bin)).sum();
  }
}
