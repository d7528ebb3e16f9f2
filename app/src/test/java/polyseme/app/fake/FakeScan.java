// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.fake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.scan.Example;
import polyseme.analysis.scan.Histogram;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.NeuronStats;
import polyseme.analysis.scan.Quantile;
import polyseme.analysis.scan.Sample;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanDetails;
import polyseme.analysis.scan.ScanOptions;
import polyseme.analysis.scan.ScanProvenance;
import polyseme.analysis.scan.ScanRun;
import polyseme.analysis.scan.ScannedDocument;
import polyseme.analysis.scan.TopExamples;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.tensor.FloatVector;

/// A scan that makes its numbers up, the same for the same neuron.
public final class FakeScan implements Scan {

  private static final int EXAMPLES = 20;
  private static final int BINS = 48;
  private static final int UNIFORM = 200;

  private final NeuronIndex neurons;
  private final List<NeuronStats> stats;
  private final boolean damaged;

  /// A scan of so many neurons.
  ///
  /// @param nLayers layers
  /// @param dMlp neurons a layer
  public FakeScan(int nLayers, int dMlp) {
    this(nLayers, dMlp, false);
  }

  private FakeScan(int nLayers, int dMlp, boolean damaged) {
    neurons = new NeuronIndex(nLayers, dMlp);
    stats = IntStream.range(0, neurons.size()).mapToObj(FakeScan::make).toList();
    this.damaged = damaged;
  }

  /// A scan whose examples cannot be read.
  ///
  /// @return a small scan
  public static FakeScan damaged() {
    return new FakeScan(1, 8, true);
  }

  private static NeuronStats make(int row) {
    var random = new Random(row);
    var never = row == 7;
    var max = (float) (1 + 8 * random.nextDouble());
    return new NeuronStats(
        182_400,
        never ? 0 : (float) (-0.17 - random.nextDouble()),
        never ? 0 : max,
        never ? 0 : random.nextGaussian() / 50,
        never ? 0 : Math.exp(random.nextGaussian() - 3),
        never ? Double.NaN : 4 * random.nextGaussian(),
        never ? Double.NaN : 3 + Math.exp(3 + random.nextGaussian()),
        never ? 0 : random.nextDouble() / 5);
  }

  @Override
  public ScanProvenance provenance() {
    return new ScanProvenance(
        "Polyseme 0.1",
        "solu-2l",
        "models/solu-2l",
        "0",
        "topics.jsonl",
        "0",
        "mlp.hook_post",
        "none",
        false,
        120,
        182_400,
        ScanOptions.defaults());
  }

  @Override
  public @Nullable ScanDetails details() {
    return damaged ? null : new FakeDetails(this);
  }

  @Override
  public NeuronIndex neurons() {
    return neurons;
  }

  @Override
  public NeuronStats stats(int row) {
    return stats.get(row);
  }

  @Override
  public NeuronProfile profile(NeuronId id) throws StoreException {
    if (damaged) {
      throw new StoreException(
          "The scan in “solu-2l.scan” is damaged: its examples end too early.",
          "Scan the corpus again; the model is not affected.");
    }
    var row = neurons.row(id);
    return new NeuronProfile(
        id,
        stats(row),
        histogram(stats(row)),
        new TopExamples(examples(row, stats(row).max()), examples(row + 3, stats(row).min())));
  }

  private static Histogram histogram(NeuronStats of) {
    var edges = new ArrayList<Double>();
    var counts = new ArrayList<Long>();
    for (var bin = 0; bin <= BINS; bin++) {
      edges.add(of.min() + bin * (of.max() - of.min() + 1e-6) / BINS);
    }
    for (var bin = 0; bin < BINS; bin++) {
      counts.add((long) (80_000 * Math.exp(-Math.pow((bin - 4) / 3.0, 2)) + 900.0 / (bin + 1)));
    }
    return new Histogram(edges, counts);
  }

  private static List<Example> examples(int row, float extreme) {
    var list = new ArrayList<Example>();
    for (var rank = 0; rank < EXAMPLES; rank++) {
      list.add(example(row + rank, rank, extreme * (1 - rank / 40f)));
    }
    return list;
  }

  @Override
  public List<Example> examples(NeuronId id, Sample sample) throws StoreException {
    var row = neurons.row(id);
    var of = stats(row);
    return switch (sample) {
      case TOP -> profile(id).examples().highest();
      case BOTTOM -> profile(id).examples().lowest();
      case HIGH -> drawn(1_000, 64, of.max(), of.max() / 4);
      case LOW -> drawn(2_000, 64, of.min() / 4, of.min());
      case UNIFORM -> drawn(3_000, UNIFORM, of.max() / 2, of.min() / 2);
    };
  }

  /// Examples from a greatest to a least activation; only their own activations are known.
  private static List<Example> drawn(int seed, int count, float greatest, float least) {
    return IntStream.range(0, count)
        .mapToObj(i -> {
          var peak = greatest + (least - greatest) * i / (count - 1);
          var whole = example(seed + i, seed + i, peak);
          var values = new float[whole.activations().size()];
          Arrays.fill(values, Float.NaN);
          values[whole.peakIndex()] = peak;
          return new Example(
              whole.peak(),
              "letters-" + i,
              peak,
              whole.context(),
              FloatVector.wrap(values),
              whole.peakIndex(),
              whole.documentTokens());
        })
        .toList();
  }

  @Override
  public Quantile quantile(int row, double probability) {
    var of = stats(row);
    var value = (float) (of.min() + (of.max() - of.min()) * Math.pow(probability, 3));
    return new Quantile(probability, value, value, value);
  }

  private static Example example(int seed, int rank, float peak) {
    var text = FakeTexts.split(FakeTexts.text(seed));
    var size = text.tokens().size();
    var at = Math.floorMod(seed * 7, size);
    var random = new Random(seed);
    var values = new float[size];
    for (var i = 0; i < size; i++) {
      values[i] = (float) (peak * Math.exp(-Math.abs(i - at)) * (0.4 + random.nextDouble() / 2));
    }
    values[at] = peak;
    var place = Math.floorMod(seed * 131, 900);
    return new Example(
        new TokenRef(rank, place),
        rank == 4 ? "a-document-with-a-name-that-goes-on-and-on-and-on.txt" : "cooking-" + rank,
        peak,
        text,
        FloatVector.wrap(values),
        at,
        940);
  }

  @Override
  public FloatMatrix activationProfiles() {
    throw new UnsupportedOperationException("no view asks for it");
  }

  @Override
  public ScanRun run() {
    throw new IllegalStateException("nobody asks a fake how it was made");
  }

  @Override
  public ScannedDocument document(int number) {
    throw new IllegalStateException("a fake keeps no documents: " + number);
  }

  @Override
  public List<TokenRef> profilePositions() {
    return IntStream.range(0, UNIFORM).mapToObj(i -> new TokenRef(3_000 + i, 0)).toList();
  }

  @Override
  public void close() {}
}
