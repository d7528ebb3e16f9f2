// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import polyseme.analysis.cluster.ClusterNames;
import polyseme.analysis.cluster.Clusterer;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.corpus.Corpus;
import polyseme.analysis.corpus.FileCorpus;
import polyseme.analysis.heatmap.ColorRange;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.analysis.parity.ParityBadge;
import polyseme.analysis.parity.ParityRecord;
import polyseme.analysis.parity.ParityRecords;
import polyseme.analysis.projection.Embedding2D;
import polyseme.analysis.projection.Projector;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanOptions;
import polyseme.analysis.scan.ScanTarget;
import polyseme.analysis.scan.Scanner;
import polyseme.analysis.scan.Scans;
import polyseme.analysis.space.FeatureSpace;
import polyseme.analysis.space.Features;
import polyseme.analysis.space.NeuronFeatures;
import polyseme.engine.HookedModel;
import polyseme.engine.Models;
import polyseme.engine.OpenOptions;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.parity.Parity;
import polyseme.engine.parity.ParityReport;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.Activations;
import polyseme.engine.tensor.FloatVector;
import polyseme.engine.text.TokenizedText;

/// The use cases, put together from engine, scanner and geometry.
public final class DefaultWorkbench implements Workbench {

  private static final String PROBES = "probes";

  private final Projector projector;
  private final Clusterer clusterer;
  private final Path cache;
  private final String program;

  /// Takes what it works with.
  ///
  /// @param projector puts neurons on a plane
  /// @param clusterer groups neurons
  /// @param cache where the demo is unpacked, and what remembers tried-out tokenizers and
  ///   comparisons with references lies
  /// @param program name and version of the program, kept with every scan
  public DefaultWorkbench(Projector projector, Clusterer clusterer, Path cache, String program) {
    this.projector = projector;
    this.clusterer = clusterer;
    this.cache = cache;
    this.program = program;
  }

  @Override
  public HookedModel openModel(Path folder, OpenOptions options, Progress progress)
      throws PolysemeException {
    var probed = options.probes() == null ? options.withProbes(cache.resolve(PROBES)) : options;
    return Models.open(folder, probed, progress);
  }

  @Override
  public ParityReport verify(
      HookedModel model, Path reference, Path tokens, double tolerance, Progress progress)
      throws PolysemeException {
    return Parity.compare(model, reference, tokens, tolerance, progress);
  }

  @Override
  public void remember(HookedModel model, ParityReport report) throws PolysemeException {
    var folder = model.folder();
    var subject =
        new ParityRecord.Subject(folder.name(), folder.digest(), model.processing().text());
    var today = LocalDate.now(ZoneId.systemDefault());
    var made = new ParityRecord.Made(today, program, Models.engine());
    new ParityRecords(cache).remember(ParityRecord.of(subject, report, made));
  }

  @Override
  public ParityBadge parity(String modelDigest, String processing) {
    return ParityBadge.of(new ParityRecords(cache).find(modelDigest, processing), program);
  }

  @Override
  public void scan(
      HookedModel model, Corpus corpus, ScanOptions options, ScanTarget target, Progress progress)
      throws PolysemeException {
    Scanner.scan(model, corpus, options, target, program, progress);
  }

  @Override
  public Scan scan(
      HookedModel model, List<Path> corpus, ScanOptions options, Path into, Progress progress)
      throws PolysemeException {
    scan(model, FileCorpus.of(corpus), options, ScanTarget.resuming(into), progress);
    return Scans.open(into);
  }

  @Override
  public Scan openScan(Path folder) throws PolysemeException {
    return Scans.open(folder);
  }

  @Override
  public Scan openDemoScan(Progress progress) throws PolysemeException {
    return new Demo(this, cache, program).openScan(progress);
  }

  @Override
  public TokenHeatmap heatmap(HookedModel model, UnitAddress unit, String text)
      throws PolysemeException {
    return heatmap(model, unit, model.tokenizer().tokenize(text));
  }

  @Override
  public TokenHeatmap heatmap(HookedModel model, UnitAddress unit, TokenizedText tokens)
      throws PolysemeException {
    Units.check(model, unit);
    if (tokens.tokens().isEmpty()) {
      throw new RequestException("The text has no tokens.", "Write at least one character.");
    }
    var hook = unit.hook();
    var request = ForwardRequest.capturing(TokenBatch.of(tokens.ids()), Set.of(hook));
    var values = column(model.run(request).cache().get(hook), unit, tokens.tokens().size());
    return new TokenHeatmap(
        model.folder().name(),
        model.processing().text(),
        unit,
        tokens,
        values,
        range(tokens, values));
  }

  private static FloatVector column(Activations captured, UnitAddress unit, int tokens) {
    var column = new float[tokens];
    for (var pos = 0; pos < tokens; pos++) {
      column[pos] =
          unit.head() == UnitAddress.NO_HEAD
              ? captured.get(0, pos, unit.index())
              : captured.get(0, pos, unit.head(), unit.index());
    }
    return FloatVector.wrap(column);
  }

  // decision: the beginning-of-text token is no part of the text, and its activation is often the
  // most
  // extreme by far; were it counted, the text itself would be pale.
  private static ColorRange range(TokenizedText text, FloatVector values) {
    var first = 0;
    while (first < values.size() && text.tokens().get(first).special()) {
      first++;
    }
    return ColorRange.symmetric(
        first < values.size() ? values.slice(first, values.size()) : values);
  }

  @Override
  public Embedding2D project(Scan scan, FeatureSpace space, long seed, Progress progress)
      throws PolysemeException {
    return projector.project(features(scan, space, progress), seed, progress);
  }

  @Override
  public Clustering cluster(Scan scan, FeatureSpace space, int k, long seed, Progress progress)
      throws PolysemeException {
    var neurons = scan.neurons().size();
    if (k < 2 || k > neurons) {
      throw new RequestException(
          "%d neurons cannot be put into %d groups.".formatted(neurons, k),
          "Choose a number of groups from 2 to %d.".formatted(neurons));
    }
    return clusterer.cluster(features(scan, space, progress), k, seed, progress);
  }

  private static NeuronFeatures features(Scan scan, FeatureSpace space, Progress progress)
      throws PolysemeException {
    progress.report("Reading points", 0, 1, "steps");
    return switch (space) {
      case ACTIVATIONS -> Features.ofActivations(scan);
      case INPUT_WEIGHTS, OUTPUT_WEIGHTS -> ScannedModel.points(scan, space);
    };
  }

  @Override
  public List<String> clusterNames(Scan scan, Clustering clustering, Progress progress)
      throws PolysemeException {
    return ClusterNames.of(scan, clustering, progress);
  }

  @Override
  public List<NeuronId> worthSeeing(Scan scan, int most, Progress progress)
      throws PolysemeException {
    var picked =
        new InterestingNeurons(scan, Map.of())
            .pick(progress).stream().map(shown -> shown.profile().id());
    return Stream.concat(picked, rareAndStrong(scan)).distinct().limit(most).toList();
  }

  // A scan of few texts has no words that repeat; what is mostly silent and rarely strong is there
  // anyway.
  private static Stream<NeuronId> rareAndStrong(Scan scan) {
    return IntStream.range(0, scan.neurons().size())
        .filter(row -> !Double.isNaN(scan.stats(row).kurtosis()))
        .boxed()
        .sorted(Comparator.comparingDouble((Integer row) -> scan.stats(row).kurtosis()).reversed())
        .map(scan.neurons()::id);
  }
}
