// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.gather.LabelBudget;
import polyseme.analysis.gather.LabelCensus;
import polyseme.analysis.gather.LogBins;
import polyseme.analysis.gather.TokenBudget;
import polyseme.analysis.gather.Window;
import polyseme.analysis.gather.WindowBatch;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.PolysemeException;

/// One worker of a scan by itself, to be timed: what it does with batches, without corpus and
/// files. Every row of a batch is each time a new document.
public final class ScanKernelBench {

  private static final int UNIT_BATCHES = 8;
  private static final int LABELLED = 1 << 16;
  private static final int LABELS = 4;

  /// Documents from one shared position to the next, as in a corpus of 10 million tokens.
  private static final int DOCUMENTS_A_PLACE = 80;

  private final HookedModel model;
  private final ScanShape shape;
  private final GatheringFactory factory;
  private final Gathering gathering;
  private final Set<HookPoint> capture;
  private final AtomicInteger documents;
  private int batches;

  private ScanKernelBench(
      HookedModel model, ScanShape shape, GatheringFactory factory, AtomicInteger documents) {
    this.model = model;
    this.shape = shape;
    this.factory = factory;
    this.documents = documents;
    gathering = factory.fresh();
    capture = gathering.capture();
  }

  /// Looks at some batches as the pilot of a scan does and allocates what a worker has.
  ///
  /// @param model the model
  /// @param content what is kept
  /// @param counts how often each token of the vocabulary occurs in the corpus
  /// @param pilot batches to look at; the first token of each row counts only if the model begins
  ///   texts without a token of its own
  /// @return the worker
  /// @throws PolysemeException if the model cannot be scanned so
  public static ScanKernelBench of(
      HookedModel model, ScanContent content, List<Long> counts, List<TokenBatch> pilot)
      throws PolysemeException {
    var shape = ScanShape.of(model, ScanOptions.defaults().withContent(content));
    var looked = new ArrayList<WindowBatch>();
    var documents = new AtomicInteger();
    for (var tokens : pilot) {
      looked.add(batch(shape, tokens, documents));
    }
    documents.set(0);
    var factory =
        new GatheringFactory(
            shape,
            places(shape),
            PilotPass.of(model, shape, looked),
            vocabulary(shape, counts),
            labels(shape));
    return new ScanKernelBench(model, shape, factory, documents);
  }

  /// Another worker of the same scan.
  ///
  /// @return a fresh one
  public ScanKernelBench another() {
    return new ScanKernelBench(model, shape, factory, documents);
  }

  private static List<TokenRef> places(ScanShape shape) {
    return IntStream.range(0, shape.options().profilePositions())
        .mapToObj(i -> new TokenRef(DOCUMENTS_A_PLACE * i, i % 64))
        .toList();
  }

  private static @Nullable TokenBudget vocabulary(ScanShape shape, List<Long> counts) {
    var content = shape.options().content();
    var array = counts.stream().mapToLong(Long::longValue).toArray();
    return content.keeps(ScanContent.Kind.TOKENS)
        ? TokenBudget.choose(array, shape.neurons(), content.budget())
        : null;
  }

  private static @Nullable LabelBudget labels(ScanShape shape) {
    var content = shape.options().content();
    if (!content.keeps(ScanContent.Kind.LABELS)) {
      return null;
    }
    var census = new LabelCensus();
    for (var i = 0; i < LABELLED; i++) {
      census.add(Map.of("topic", "t" + i % LABELS));
    }
    return census.choose(shape.neurons(), content.budget());
  }

  private static WindowBatch batch(ScanShape shape, TokenBatch tokens, AtomicInteger documents) {
    var windows = new ArrayList<Window>();
    for (var row = 0; row < tokens.rows(); row++) {
      windows.add(Window.whole(documents.getAndIncrement(), 0, tokens.length(row) - shape.lead()));
    }
    return new WindowBatch(tokens, windows, shape.lead());
  }

  /// Runs the model on a batch and gathers.
  ///
  /// @param tokens the batch
  /// @throws PolysemeException if the model cannot do it
  public void scan(TokenBatch tokens) throws PolysemeException {
    var batch = batch(shape, tokens, documents);
    if (batches++ % UNIT_BATCHES == 0) {
      gathering.beginUnit();
    }
    model.stream(ForwardRequest.capturing(tokens, capture), gathering.sink(batch));
    var oddity = gathering.endBatch(batch);
    if (oddity != null) {
      throw oddity.refused();
    }
    if (batches % UNIT_BATCHES == 0) {
      gathering.endUnit();
    }
  }

  /// How many tokens the histogram of a neuron holds, so that the work is seen to be done.
  ///
  /// @param row row of the neuron
  /// @return tokens counted so far
  public long counted(int row) {
    var core = gathering.core(0);
    return IntStream.range(0, LogBins.COUNT).mapToLong(bin -> core.bin(row, bin)).sum();
  }
}
