// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;

/// Two samples of every neuron's activations, one above and one below its resting level, drawn
/// without replacement, each activation the likelier the further it lies from that level.
///
/// What is drawn follows from the seed, the places and the activations alone, neither from the
/// order of arrival nor from how the work was divided (see [WeightedDraw]). Windows that samples
/// may not take from are passed over, and so are activations that are no finite numbers or lie
/// nearer to the resting level than 2⁻¹⁰⁰.
///
/// Measured on 2,048 neurons: 0.7 ns a token and neuron once 200,000 tokens were seen; the first
/// few thousand, which fill the samples, cost ten times that and more.
public final class Reservoirs implements Gatherer {

  /// Activations drawn on either side, unless said otherwise.
  public static final int KEPT = 64;

  private static final int ENTRY_BYTES = 12;
  private static final int ROWS_READ = 256;
  private static final int GROUP = 8; // tokens that are looked at again where one may be kept

  /// A side of the resting level.
  public enum Side {
    /// Activations above it.
    ABOVE("rhig"),
    /// Activations below it.
    BELOW("rlow");

    private final String tag;

    Side(String tag) {
      this.tag = tag;
    }

    private boolean holds(float value, float level) {
      return this == ABOVE ? value > level : value < level;
    }
  }

  private final NeuronIndex neurons;
  private final int kept;
  private final WeightedDraw draw;
  private final ReservoirTable above;
  private final ReservoirTable below;
  // by layer, so that the loops have one index for all arrays
  private final int[][] neuronBits;
  private final float[][] levels;
  private final float[][] factorsAbove;
  private final float[][] factorsBelow;
  private final float[] scores;
  private final int[] placeBits = new int[Block.MOST];

  /// Empty samples of [#KEPT] activations on either side.
  ///
  /// @param neurons the neurons of the hook
  /// @param resting where each rests
  /// @param seed makes the choice
  public Reservoirs(NeuronIndex neurons, Resting resting, long seed) {
    this(neurons, resting, seed, KEPT);
  }

  /// Empty samples.
  ///
  /// @param neurons the neurons of the hook
  /// @param resting where each rests
  /// @param seed makes the choice
  /// @param kept activations drawn on either side, at least 1
  public Reservoirs(NeuronIndex neurons, Resting resting, long seed, int kept) {
    if (resting.size() != neurons.size() || kept < 1) {
      throw new IllegalArgumentException(
          "%d levels for %s, %d kept".formatted(resting.size(), neurons, kept));
    }
    this.neurons = neurons;
    this.kept = kept;
    draw = new WeightedDraw(seed);
    var nLayers = neurons.nLayers();
    var width = neurons.dMlp();
    neuronBits = new int[nLayers][width];
    levels = new float[nLayers][width];
    factorsAbove = new float[nLayers][width];
    factorsBelow = new float[nLayers][width];
    scores = new float[width];
    var all = new float[neurons.size()];
    for (var row = 0; row < all.length; row++) {
      all[row] = resting.level(row);
      levels[row / width][row % width] = all[row];
      neuronBits[row / width][row % width] = draw.neuronBits(row);
    }
    above = new ReservoirTable(draw, all, kept);
    below = new ReservoirTable(draw, all, kept);
  }

  @Override
  public void accept(Block block) {
    if (!block.sampled()) {
      return;
    }
    for (var from = 0; from < block.count(); from += GROUP) {
      var to = Math.min(from + GROUP, block.count());
      Arrays.fill(scores, 0f);
      for (var t = from; t < to; t++) {
        placeBits[t] = draw.placeBits(block.document(), block.position(t));
        score(block.layer(), block.values(t), placeBits[t]);
      }
      for (var n = 0; n < scores.length; n++) {
        if (!(scores[n] >= 0)) { // also where something is no number
          look(block, n, from, to);
        }
      }
    }
  }

  /// Makes the scores of neurons negative that may have something to keep. No branches, one index.
  private void score(int layer, float[] values, int place) {
    var bits = neuronBits[layer];
    var rest = levels[layer];
    var high = factorsAbove[layer];
    var low = factorsBelow[layer];
    var score = scores;
    for (var n = 0; n < score.length; n++) {
      var bound = WeightedDraw.bound(WeightedDraw.upper(bits[n], place));
      var d = values[n] - rest[n];
      score[n] = Math.min(score[n], Math.min(bound * high[n] - d, bound * low[n] + d));
    }
  }

  private void look(Block block, int n, int from, int to) {
    var layer = block.layer();
    var row = block.firstRow() + n;
    for (var t = from; t < to; t++) {
      var value = block.values(t)[n];
      var d = value - levels[layer][n];
      var isAbove = d > 0;
      var distance = Math.abs(d);
      var factor = (isAbove ? factorsAbove : factorsBelow)[layer][n];
      var upper = WeightedDraw.upper(neuronBits[layer][n], placeBits[t]);
      if (WeightedDraw.bound(upper) * factor < distance && isWeight(distance)) {
        var entry = new Drawn(block.document(), block.position(t), value);
        if ((isAbove ? above : below).offer(row, entry, upper)) {
          setFactors(row);
        }
      }
    }
  }

  private static boolean isWeight(float distance) {
    return distance >= WeightedDraw.LEAST_DISTANCE && distance <= Float.MAX_VALUE;
  }

  private void setFactors(int row) {
    var layer = row / neurons.dMlp();
    var n = row % neurons.dMlp();
    factorsAbove[layer][n] = above.factor(row);
    factorsBelow[layer][n] = below.factor(row);
  }

  @Override
  public void endUnit() {
    // nothing is summed
  }

  @Override
  public void merge(Gatherer other) {
    var samples = (Reservoirs) other;
    above.merge(samples.above);
    below.merge(samples.below);
    for (var row = 0; row < neurons.size(); row++) {
      setFactors(row);
    }
  }

  private ReservoirTable table(Side side) {
    return side == Side.ABOVE ? above : below;
  }

  /// What was drawn for a neuron.
  ///
  /// @param side of the resting level
  /// @param row row of the neuron
  /// @return in the order of the corpus
  public List<Drawn> drawn(Side side, int row) {
    return table(side).inCorpusOrder(row);
  }

  /// Bytes that a worker needs.
  ///
  /// @param neurons how many
  /// @return for samples of [#KEPT] on either side
  public static long memory(long neurons) {
    return neurons * (2L * KEPT * 16 + 32);
  }

  /// Writes the sections `rhig` and `rlow`: for each neuron as many entries as are kept at most, in
  /// the order of the corpus, of activation (f32), document (i32, −1 for none) and position (u32).
  @Override
  public void save(SectionWriter out) throws IOException {
    for (var side : Side.values()) {
      out.begin(side.tag);
      for (var row = 0; row < neurons.size(); row++) {
        var entries = drawn(side, row);
        for (var entry : entries) {
          out.putFloat(entry.value()).putInt(entry.document()).putInt(entry.position());
        }
        for (var i = entries.size(); i < kept; i++) {
          out.putFloat(0f).putInt(ExtremeTable.NONE).putInt(0);
        }
      }
      out.end();
    }
  }

  /// Adds what [#save] wrote. May be called for one file after another, which is faster than
  /// merging gatherers that were loaded from them: most entries are refused without a key.
  @Override
  public void load(SectionFile in, int group) throws StoreException {
    var each = ENTRY_BYTES * kept;
    for (var side : Side.values()) {
      var key = SectionFile.key(side.tag, group);
      in.expect(key, (long) each * neurons.size());
      for (var first = 0; first < neurons.size(); first += ROWS_READ) {
        var rows = Math.min(ROWS_READ, neurons.size() - first);
        var bytes = in.read(key, (long) each * first, each * rows);
        for (var row = first; row < first + rows; row++) {
          var entries = entries(bytes, kept);
          if (entries == null || !takeAll(side, row, entries)) {
            throw in.damaged("section " + key);
          }
        }
      }
    }
  }

  /// False if one lies on the wrong side.
  private boolean takeAll(Side side, int row, List<Drawn> entries) {
    var layer = row / neurons.dMlp();
    var n = row % neurons.dMlp();
    var level = levels[layer][n];
    for (var entry : entries) {
      var distance = Math.abs(entry.value() - level);
      if (!side.holds(entry.value(), level) || !isWeight(distance)) {
        return false;
      }
      var factor = (side == Side.ABOVE ? factorsAbove : factorsBelow)[layer][n];
      var upper = draw.upper(row, entry);
      if (WeightedDraw.bound(upper) * factor < distance && table(side).offer(row, entry, upper)) {
        setFactors(row);
      }
    }
    return true;
  }

  /// Reads what was drawn for one neuron.
  ///
  /// @param in a file that [#save] wrote to
  /// @param group which hook of the file
  /// @param neurons how many it holds of the hook
  /// @param side of the resting level
  /// @param row row of the neuron
  /// @return in the order of the corpus
  /// @throws StoreException if it is damaged
  public static List<Drawn> read(SectionFile in, int group, int neurons, Side side, int row)
      throws StoreException {
    var key = SectionFile.key(side.tag, group);
    var bytesEach = in.length(key) / neurons;
    if (bytesEach == 0 || bytesEach % ENTRY_BYTES != 0 || bytesEach > Integer.MAX_VALUE) {
      throw in.damaged("section " + key);
    }
    var bytes = in.read(key, row * bytesEach, (int) bytesEach);
    var entries = entries(bytes, (int) bytesEach / ENTRY_BYTES);
    if (entries == null) {
      throw in.damaged("section " + key);
    }
    return entries;
  }

  /// The entries of one neuron, null if they make no sense.
  private static @Nullable List<Drawn> entries(ByteBuffer bytes, int count) {
    var entries = new ArrayList<Drawn>(count);
    var before = -1L;
    for (var i = 0; i < count; i++) {
      var value = bytes.getFloat();
      var entry = new Drawn(bytes.getInt(), bytes.getInt(), value);
      if (entry.document() == ExtremeTable.NONE) {
        before = Long.MAX_VALUE; // nothing may follow
        continue;
      }
      var place = ((long) entry.document() << 32) | entry.position();
      if (entry.document() < 0 || entry.position() < 0 || place <= before) {
        return null;
      }
      before = place;
      entries.add(entry);
    }
    return entries;
  }
}
