// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.fake;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.ask.Answer;
import polyseme.analysis.ask.Answers;
import polyseme.analysis.ask.TextAnswers;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.corpus.Corpus;
import polyseme.analysis.heatmap.ColorRange;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.analysis.parity.ParityBadge;
import polyseme.analysis.projection.Embedding2D;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanOptions;
import polyseme.analysis.scan.ScanTarget;
import polyseme.analysis.space.FeatureSpace;
import polyseme.analysis.step.Workbench;
import polyseme.engine.HookedModel;
import polyseme.engine.OpenOptions;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.parity.ParityReport;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.FloatVector;
import polyseme.engine.text.TokenizedText;

/// A workbench that computes nothing: its results are made up, its failures are told beforehand.
public final class FakeWorkbench implements Workbench {

  private static final int LONGEST = 60;
  private static final List<String> NAMES =
      List.of("March 1987 April", ")) } ;", "le de la", "rye flour", "antidisestablishment", "");

  /// Name of a folder whose scan never ends by itself.
  public static final String ENDLESS = "endless";

  private volatile @Nullable PolysemeException failure;
  private volatile boolean unfinished;
  private volatile Optional<OpenOptions> opened = Optional.empty();

  /// Makes whatever comes next fail.
  ///
  /// @param next thrown by every method; null for success
  public void fail(@Nullable PolysemeException next) {
    failure = next;
  }

  private void mayFail() throws PolysemeException {
    var now = failure;
    if (now != null) {
      throw now;
    }
  }

  @Override
  public HookedModel openModel(Path folder, OpenOptions options, Progress progress) {
    opened = Optional.of(options);
    return new FakeModel();
  }

  /// How a model was opened last.
  public Optional<OpenOptions> opened() {
    return opened;
  }

  @Override
  public void scan(
      HookedModel model, Corpus corpus, ScanOptions options, ScanTarget target, Progress progress)
      throws PolysemeException {
    scan(model, corpus, options, target.into(), progress).close();
  }

  @Override
  public Scan scan(
      HookedModel model, Corpus corpus, ScanOptions options, Path into, Progress progress) {
    throw new UnsupportedOperationException("no view asks for it");
  }

  /// Scans for as long as nobody stops it if the folder's name says so.
  @Override
  public Scan scan(
      HookedModel model, List<Path> corpus, ScanOptions options, Path into, Progress progress)
      throws PolysemeException {
    mayFail();
    progress.report("Scanning", 40, 100, "tokens");
    unfinished = into.endsWith(ENDLESS);
    while (into.endsWith(ENDLESS)) {
      progress.checkCancelled();
      Thread.onSpinWait();
    }
    return new FakeScan(2, 64);
  }

  @Override
  public boolean hasUnfinished(Path into) {
    return unfinished;
  }

  @Override
  public void discardScan(Path into) throws PolysemeException {
    mayFail();
    unfinished = false;
  }

  @Override
  public ParityReport verify(
      HookedModel model, Path reference, Path tokens, double tolerance, Progress progress) {
    throw new UnsupportedOperationException("no view asks for it");
  }

  @Override
  public void remember(HookedModel model, ParityReport report) {
    throw new UnsupportedOperationException("no view asks for it");
  }

  @Override
  public ParityBadge parity(String modelDigest, String processing) {
    return new ParityBadge(
        ParityBadge.Kind.VERIFIED, "verified", digestAndProcessing(modelDigest, processing), "");
  }

  private static String digestAndProcessing(String digest, String processing) {
    return digest + " " + processing;
  }

  @Override
  public Scan openScan(Path folder) {
    throw new UnsupportedOperationException("no view asks for it");
  }

  @Override
  public Scan openDemoScan(Progress progress) {
    return new FakeScan(2, 64);
  }

  @Override
  public TokenHeatmap heatmap(HookedModel model, UnitAddress unit, String text)
      throws PolysemeException {
    mayFail();
    var tokens = FakeTexts.split(text);
    if (tokens.tokens().size() > LONGEST) {
      throw new RequestException(
          "The text has %d tokens, the model reads at most %d."
              .formatted(tokens.tokens().size(), LONGEST),
          "Shorten the text.");
    }
    var values = new float[tokens.tokens().size()];
    for (var i = 0; i < values.length; i++) {
      values[i] = (float) (4 * Math.sin(i * 0.7 + unit.index()));
    }
    var activations = FloatVector.wrap(values);
    return new TokenHeatmap(
        "solu-2l", unit, tokens, activations, ColorRange.symmetric(activations));
  }

  @Override
  public TokenHeatmap heatmap(HookedModel model, UnitAddress unit, TokenizedText tokens) {
    throw new UnsupportedOperationException("no view asks for it");
  }

  /// The first neurons of each layer at the words of the text.
  @Override
  public TextAnswers answers(HookedModel model, Scan scan, String text, int top)
      throws PolysemeException {
    mayFail();
    var tokens = FakeTexts.split(text);
    var ends =
        IntStream.of(1, -1)
            .mapToObj(sign ->
                IntStream.range(0, top)
                    .mapToObj(i ->
                        new Answer(
                            scan.neurons().id(sign > 0 ? i : scan.neurons().size() - 1 - i),
                            i % tokens.tokens().size(),
                            sign * 3f,
                            sign * (12.0 - i / 2.0),
                            sign > 0 ? 0.9999 : 0.0001,
                            0,
                            0.9))
                    .toList())
            .toList();
    return new TextAnswers(tokens, new Answers(ends.getFirst(), ends.getLast(), 0));
  }

  @Override
  public Embedding2D project(Scan scan, FeatureSpace space, long seed, Progress progress) {
    throw new UnsupportedOperationException("no view asks for it");
  }

  @Override
  public Clustering cluster(Scan scan, FeatureSpace space, int k, long seed, Progress progress)
      throws PolysemeException {
    mayFail();
    progress.report("Grouping", 3, 10, "starts");
    return clustering(scan, space, k, seed);
  }

  /// Groups that grow smaller.
  ///
  /// @param scan whose neurons
  /// @param space said of the groups
  /// @param k how many
  /// @param seed said of the groups
  /// @return the groups
  public static Clustering clustering(Scan scan, FeatureSpace space, int k, long seed) {
    var labels =
        IntStream.range(0, scan.neurons().size())
            .mapToObj(row -> Math.min(row * 7919 % (2 * k), row * 31 % k) % k)
            .toList();
    var silhouettes =
        IntStream.range(0, k).mapToObj(group -> 0.62 - 0.9 * group / Math.max(1, k - 1)).toList();
    return new Clustering(
        scan.neurons(),
        labels,
        k,
        space,
        new Clustering.Quality(0.2143, silhouettes, 12.5, 0),
        seed);
  }

  @Override
  public List<String> clusterNames(Scan scan, Clustering clustering, Progress progress) {
    return IntStream.range(0, clustering.k())
        .mapToObj(number -> NAMES.get(number % NAMES.size()))
        .toList();
  }

  @Override
  public List<NeuronId> worthSeeing(Scan scan, int most, Progress progress) {
    return List.of(scan.neurons().id(scan.neurons().size() / 2));
  }
}
