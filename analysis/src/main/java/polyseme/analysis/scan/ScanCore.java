// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.corpus.TokenRef;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;

/// What one worker gathers about all neurons from the activations of its batches.
///
/// The loops over neurons are plain and without branches, so that the compiler turns them into
/// vector instructions; only a window whose extreme may enter a neuron's table is looked at token
/// by token. In: `[row, pos, dMlp]` float32, one buffer a layer and batch.
final class ScanCore {

  /// Histogram counters a neuron has; a power of two above [LogBins#COUNT].
  static final int BIN_STRIDE = 256;

  /// Tokens taken from the buffer at once; with a strip of neurons they and their counters fit the
  /// cache.
  private static final int BLOCK = 32;

  private static final int STRIP = 128;

  private final NeuronIndex neurons;
  private final ProfileSample sample;
  private final ExtremeTable highest;
  private final ExtremeTable lowest;
  private final int[] bins;
  private final float[][] block;
  private final int[] stripBins = new int[STRIP];
  private final float[] greatest;
  private final float[] least;
  private ShardMoments moments;
  private int layersSeen;
  private @Nullable Oddity oddity;

  /// An activation that is no number.
  ///
  /// @param neuron whose
  /// @param value NaN or an infinity
  /// @param place the token
  record Oddity(NeuronId neuron, float value, TokenRef place) {}

  ScanCore(NeuronIndex neurons, int topK, ProfileSample sample) {
    this.neurons = neurons;
    this.sample = sample;
    highest = new ExtremeTable(neurons.size(), topK, 1f);
    lowest = new ExtremeTable(neurons.size(), topK, -1f);
    bins = new int[Math.multiplyExact(neurons.size(), BIN_STRIDE)];
    block = new float[BLOCK][neurons.dMlp()];
    greatest = new float[neurons.dMlp()];
    least = new float[neurons.dMlp()];
    moments = new ShardMoments(neurons);
  }

  ExtremeTable highest() {
    return highest;
  }

  ExtremeTable lowest() {
    return lowest;
  }

  int bin(int row, int bin) {
    return bins[row * BIN_STRIDE + bin];
  }

  /// Takes over extremes and histograms of another worker.
  void merge(ScanCore other) {
    highest.merge(other.highest);
    lowest.merge(other.lowest);
    for (var i = 0; i < bins.length; i++) {
      bins[i] += other.bins[i];
    }
  }

  void beginShard() {
    moments = new ShardMoments(neurons);
  }

  ShardMoments endShard() {
    return moments;
  }

  /// Must follow the layers of each batch.
  ///
  /// @return the first activation met that is no number, null if all are
  @Nullable Oddity endBatch(WindowBatch batch) {
    if (layersSeen != neurons.nLayers()) {
      throw new IllegalStateException(layersSeen + " layers of " + neurons.nLayers());
    }
    layersSeen = 0;
    moments.counted(batch.tokenCount());
    return oddity;
  }

  /// Takes in one layer of a batch.
  void accept(int layer, FloatBuffer values, WindowBatch batch) {
    var tokens = batch.tokens();
    if (values.remaining() != (long) tokens.rows() * tokens.width() * neurons.dMlp()) {
      throw new IllegalStateException(
          "%d numbers for %s of %d neurons".formatted(values.remaining(), tokens, neurons.dMlp()));
    }
    layersSeen++;
    var windows = batch.windows();
    for (var row = 0; row < windows.size(); row++) {
      var first = row * tokens.width() + batch.lead();
      acceptWindow(layer, values, values.position() + first * neurons.dMlp(), windows.get(row));
    }
  }

  private void acceptWindow(int layer, FloatBuffer values, int start, Window window) {
    var dMlp = neurons.dMlp();
    var base = layer * dMlp;
    Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    for (var from = 0; from < window.length(); from += BLOCK) {
      var count = Math.min(BLOCK, window.length() - from);
      for (var t = 0; t < count; t++) {
        values.get(start + (from + t) * dMlp, block[t]);
      }
      if (moments.firstOf(layer)) {
        setShift(base, count);
      }
      addToExtremes(count);
      addToSums(base, count);
    }
    sample.take(window, layer, values, start);
    enter(layer, values, start, window);
  }

  /// The first block of a shard sets what its sums are taken about.
  private void setShift(int base, int count) {
    var shift = moments.shift;
    for (var t = 0; t < count; t++) {
      var r = block[t];
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
      extremes(block[t], block[t + 1], block[t + 2], block[t + 3], greatest, least);
    }
    for (; t < count; t++) {
      extremes(block[t], block[t], block[t], block[t], greatest, least);
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
        moments.add(block[t], base, from, to);
      }
      for (var t = 0; t < count; t++) {
        bitsOf(block[t], from, to, stripBins);
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
      } else {
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
    var at = 0;
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
    for (var at = 0; oddity == null && at < window.length(); at++) {
      var value = values.get(start + at * neurons.dMlp() + n);
      if (!Float.isFinite(value)) {
        var place = new TokenRef(window.document(), window.first() + at);
        oddity = new Oddity(new NeuronId(layer, n), value, place);
      }
    }
  }
}
