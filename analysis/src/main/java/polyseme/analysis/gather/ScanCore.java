// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.StoreException;

/// What one worker gathers about all neurons from the activations of its batches.
///
/// The loops over neurons are plain and without branches, so that the compiler turns them into
/// vector instructions; only a window whose extreme may enter a neuron's table is looked at token
/// by token. In: `[row, pos, dMlp]` float32, one buffer a layer and batch.
public final class ScanCore {

  /// Histogram counters a neuron has; a power of two above [LogBins#COUNT].
  public static final int BIN_STRIDE = 256;

  private static final int STRIP = 128;

  private final NeuronIndex neurons;
  private final ExtremeTable highest;
  private final ExtremeTable lowest;
  private final int[] bins;
  private final Block block;
  private final List<Gatherer> extras;
  private final int[] stripBins = new int[STRIP];
  private final float[] greatest;
  private final float[] least;
  private final float[] most;
  private final float[] fewest;
  private UnitMoments moments;
  private int layersSeen;
  private @Nullable Oddity oddity;

  /// An activation that is no number.
  ///
  /// @param neuron whose
  /// @param value NaN or an infinity
  /// @param place the token
  public record Oddity(NeuronId neuron, float value, TokenRef place) {

    /// What to tell.
    ///
    /// @return to be thrown
    public RequestException refused() {
      return new RequestException(
          "Neuron %s gave %s at token %d of document %d (both from 0)."
              .formatted(neuron, value, place.position(), place.document()),
          "Check the model's weights; a scan averages no values that are no numbers.");
    }
  }

  /// Allocates all counters.
  ///
  /// @param neurons the neurons of the hook
  /// @param topK examples kept at either end
  /// @param extras what else gathers from the same activations, block by block
  public ScanCore(NeuronIndex neurons, int topK, List<Gatherer> extras) {
    this.extras = List.copyOf(extras);
    this.neurons = neurons;
    highest = new ExtremeTable(neurons.size(), topK, 1f);
    lowest = new ExtremeTable(neurons.size(), topK, -1f);
    bins = new int[Math.multiplyExact(neurons.size(), BIN_STRIDE)];
    block = new Block(neurons.dMlp());
    greatest = new float[neurons.dMlp()];
    least = new float[neurons.dMlp()];
    moments = new UnitMoments(neurons);
    most = new float[neurons.size()];
    fewest = new float[neurons.size()];
    Arrays.fill(most, Float.NEGATIVE_INFINITY);
    Arrays.fill(fewest, Float.POSITIVE_INFINITY);
  }

  /// Neurons.
  ///
  /// @return how many
  public int size() {
    return neurons.size();
  }

  /// Greatest activation of all, also in documents that samples leave out.
  ///
  /// @param row row of the neuron
  /// @return −∞ before the first
  public float greatest(int row) {
    return most[row];
  }

  /// Least activation of all, also in documents that samples leave out.
  ///
  /// @param row row of the neuron
  /// @return ∞ before the first
  public float least(int row) {
    return fewest[row];
  }

  /// Examples at one end.
  ///
  /// @return the greatest activations
  public ExtremeTable highest() {
    return highest;
  }

  /// Examples at one end.
  ///
  /// @return the least
  public ExtremeTable lowest() {
    return lowest;
  }

  /// A counter of a histogram.
  ///
  /// @param row row of the neuron
  /// @param bin as in [LogBins]
  /// @return tokens in it
  public int bin(int row, int bin) {
    return bins[row * BIN_STRIDE + bin];
  }

  /// What else gathers from the same activations.
  ///
  /// @return in a fixed order
  public List<Gatherer> extras() {
    return extras;
  }

  /// Takes over all that another worker gathered.
  ///
  /// @param other a core of the same settings; not used afterwards
  public void merge(ScanCore other) {
    highest.merge(other.highest);
    lowest.merge(other.lowest);
    for (var i = 0; i < bins.length; i++) {
      bins[i] += other.bins[i];
    }
    for (var row = 0; row < most.length; row++) {
      most[row] = Math.max(most[row], other.most[row]);
      fewest[row] = Math.min(fewest[row], other.fewest[row]);
    }
    for (var i = 0; i < extras.size(); i++) {
      extras.get(i).merge(other.extras.get(i));
    }
  }

  /// Writes all but the moments, section by section.
  ///
  /// @param out the file
  /// @throws IOException if it cannot be written
  public void save(SectionWriter out) throws IOException {
    CoreSections.saveEnds(out, fewest, most);
    CoreSections.saveBins(out, bins);
    CoreSections.saveExtremes(out, "high", "hctx", highest);
    CoreSections.saveExtremes(out, "low ", "lctx", lowest);
    for (var extra : extras) {
      extra.save(out);
    }
  }

  /// Adds to this (fresh) core what [#save] wrote.
  ///
  /// @param in the file
  /// @param group which hook
  /// @throws StoreException if it is damaged
  public void load(SectionFile in, int group) throws StoreException {
    CoreSections.addEnds(in, group, fewest, most);
    CoreSections.addBins(in, group, bins);
    CoreSections.addExtremes(in, "high", "hctx", group, highest);
    CoreSections.addExtremes(in, "low ", "lctx", group, lowest);
    for (var extra : extras) {
      extra.load(in, group);
    }
  }

  /// Begins a unit of work.
  public void beginUnit() {
    moments = new UnitMoments(neurons);
  }

  /// Ends the unit.
  ///
  /// @return its power sums
  public UnitMoments endUnit() {
    extras.forEach(Gatherer::endUnit);
    return moments;
  }

  /// Must follow the layers of each batch.
  ///
  /// @param batch the batch
  /// @return the first activation met that is no number, null if all are
  public @Nullable Oddity endBatch(WindowBatch batch) {
    if (layersSeen != neurons.nLayers()) {
      throw new IllegalStateException(layersSeen + " layers of " + neurons.nLayers());
    }
    layersSeen = 0;
    moments.counted(batch.tokenCount());
    return oddity;
  }

  /// Takes in one layer of a batch.
  ///
  /// @param layer which
  /// @param values `[row, pos, neuron]`, the lead of every row included
  /// @param batch what the rows are
  /// @param contexts unit context vectors of this layer, one a row and position as in `values`;
  ///   null if none are gathered
  public void accept(
      int layer, FloatBuffer values, WindowBatch batch, float @Nullable [][] contexts) {
    var tokens = batch.tokens();
    if (values.remaining() != (long) tokens.rows() * tokens.width() * neurons.dMlp()) {
      throw new IllegalStateException(
          "%d numbers for %s of %d neurons".formatted(values.remaining(), tokens, neurons.dMlp()));
    }
    layersSeen++;
    for (var row = 0; row < batch.windows().size(); row++) {
      acceptWindow(layer, values, batch, row, contexts);
    }
  }

  private void acceptWindow(
      int layer, FloatBuffer values, WindowBatch batch, int row, float @Nullable [][] contexts) {
    var dMlp = neurons.dMlp();
    var window = batch.windows().get(row);
    var place = row * batch.tokens().width() + batch.lead();
    var start = values.position() + place * dMlp;
    Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    for (var from = window.from(); from < window.to(); from += Block.MOST) {
      var count = Math.min(Block.MOST, window.to() - from);
      block.fill(layer, values, start + from * dMlp, window, from, count);
      if (moments.firstOf(layer)) {
        setShift(layer * dMlp, count);
      }
      addToExtremes(count);
      addToSums(layer * dMlp, count);
      if (!extras.isEmpty()) {
        tellExtras(batch, row, contexts, place + from);
      }
    }
    if (window.counted() > 0) {
      enter(layer, values, start, window);
    }
  }

  private void tellExtras(
      WindowBatch batch, int row, float @Nullable [][] contexts, int firstContext) {
    block.setTokens(batch.tokens(), row, batch.lead());
    if (contexts != null) {
      block.setContexts(contexts, firstContext);
    }
    for (var extra : extras) {
      extra.accept(block);
    }
  }

  /// The first block of a unit sets what its sums are taken about.
  private void setShift(int base, int count) {
    var shift = moments.shift;
    for (var t = 0; t < count; t++) {
      var r = block.values(t);
      for (var n = 0; n < r.length; n++) {
        shift[base + n] += r[n];
      }
    }
    for (var n = base; n < base + neurons.dMlp(); n++) {
      shift[n] /= count;
    }
  }

  private void addToExtremes(int count) {
    var t = 0;
    for (; t + 3 < count; t += 4) {
      extremes(
          block.values(t),
          block.values(t + 1),
          block.values(t + 2),
          block.values(t + 3),
          greatest,
          least);
    }
    for (; t < count; t++) {
      var only = block.values(t);
      extremes(only, only, only, only, greatest, least);
    }
  }

  private static void extremes(
      float[] a, float[] b, float[] c, float[] d, float[] high, float[] low) {
    for (var n = 0; n < high.length; n++) {
      var most = Math.max(Math.max(a[n], b[n]), Math.max(c[n], d[n]));
      high[n] = Math.max(high[n], most);
      var fewest = Math.min(Math.min(a[n], b[n]), Math.min(c[n], d[n]));
      low[n] = Math.min(low[n], fewest);
    }
  }

  private void addToSums(int base, int count) {
    for (var from = 0; from < neurons.dMlp(); from += STRIP) {
      var to = Math.min(from + STRIP, neurons.dMlp());
      for (var t = 0; t < count; t++) {
        moments.add(block.values(t), base, from, to);
      }
      for (var t = 0; t < count; t++) {
        bitsOf(block.values(t), from, to, stripBins);
        binsOf(stripBins, to - from);
        count(stripBins, to - from, (base + from) * BIN_STRIDE, bins);
      }
    }
  }

  private static void bitsOf(float[] values, int from, int to, int[] bits) {
    for (var n = 0; n < to - from; n++) {
      bits[n] = Float.floatToRawIntBits(values[from + n]);
    }
  }

  private static void binsOf(int[] bits, int count) {
    for (var n = 0; n < count; n++) {
      bits[n] = LogBins.ofBits(bits[n]);
    }
  }

  private static void count(int[] stripBins, int neurons, int start, int[] counters) {
    for (var n = 0; n < neurons; n++) {
      counters[start + n * BIN_STRIDE + stripBins[n]]++;
    }
  }

  private void enter(int layer, FloatBuffer values, int start, Window window) {
    var base = layer * neurons.dMlp();
    for (var n = 0; n < neurons.dMlp(); n++) {
      var high = greatest[n];
      var low = least[n];
      if (!Float.isFinite(high) || !Float.isFinite(low)) {
        noteOddity(layer, n, values, start, window);
        continue;
      }
      most[base + n] = Math.max(most[base + n], high);
      fewest[base + n] = Math.min(fewest[base + n], low);
      if (window.sampled()) {
        if (highest.mayEnter(base + n, high, window.document())) {
          offer(highest, base + n, high, values, start + n, window);
        }
        if (lowest.mayEnter(base + n, low, window.document())) {
          offer(lowest, base + n, low, values, start + n, window);
        }
      }
    }
  }

  private void offer(
      ExtremeTable table, int row, float extreme, FloatBuffer values, int start, Window window) {
    var dMlp = neurons.dMlp();
    var at = window.from();
    while (values.get(start + at * dMlp) != extreme) {
      at++;
    }
    var value = values.get(start + at * dMlp);
    var slot = table.offer(row, value, window.document(), window.first() + at);
    if (slot >= 0) {
      table.clearContext(slot);
      var from = Math.max(0, at - ExtremeTable.REACH);
      var to = Math.min(window.length(), at + ExtremeTable.REACH + 1);
      for (var p = from; p < to; p++) {
        var activation = values.get(start + p * dMlp);
        table.setContext(slot, p - at + ExtremeTable.REACH, activation);
      }
    }
  }

  private void noteOddity(int layer, int n, FloatBuffer values, int start, Window window) {
    for (var at = window.from(); oddity == null && at < window.to(); at++) {
      var value = values.get(start + at * neurons.dMlp() + n);
      if (!Float.isFinite(value)) {
        var place = new TokenRef(window.document(), window.first() + at);
        oddity = new Oddity(new NeuronId(layer, n), value, place);
      }
    }
  }
}
