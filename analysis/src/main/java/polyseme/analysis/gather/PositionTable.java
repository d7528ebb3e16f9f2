// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;

/// For every neuron and every bin of places in the window: the sum of its activations, and at how
/// many tokens it was above 0.
///
/// Sums are taken in double precision within a unit and become whole steps at its end. A count fits
/// 31 bits, as the tokens of a scan do.
public final class PositionTable implements Gatherer {

  private static final String TAG = "posi";
  private static final String LETTERS = "po";

  private final NeuronIndex neurons;
  private final Quanta quanta;
  private final PositionBins bins;
  private final double[][] unit;
  private final long[] unitTokens;
  private final int[][] active;
  private final long[][] sums;
  private final long[] tokens;
  private final int[] cuts;

  /// An empty table.
  ///
  /// @param neurons the neurons of the hook
  /// @param resting what the pilot found; only its steps are used
  /// @param bins of places in the window
  public PositionTable(NeuronIndex neurons, Resting resting, PositionBins bins) {
    if (resting.size() != neurons.size()) {
      throw new IllegalArgumentException(resting.size() + " levels for " + neurons);
    }
    this.neurons = neurons;
    this.bins = bins;
    quanta = resting.quanta();
    var count = bins.count();
    unit = new double[count * neurons.nLayers()][neurons.dMlp()];
    active = new int[count * neurons.nLayers()][neurons.dMlp()];
    sums = new long[count][neurons.size()];
    unitTokens = new long[count];
    tokens = new long[count];
    cuts = new int[neurons.size()];
  }

  /// Memory that a table takes.
  ///
  /// @param neurons how many neurons
  /// @param bins of places
  /// @return bytes
  public static long bytes(int neurons, PositionBins bins) {
    return 20L * neurons * bins.count() + 4L * neurons;
  }

  @Override
  public void accept(Block block) {
    for (var t = 0; t < block.count(); ) {
      var bin = bins.of(block.windowPosition(t));
      var end = Math.min(block.count(), t + bins.first(bin + 1) - block.windowPosition(t));
      if (block.layer() == 0) {
        unitTokens[bin] += end - t;
      }
      addRun(block, t, end, bin * neurons.nLayers() + block.layer());
      t = end;
    }
  }

  private void addRun(Block block, int from, int to, int at) {
    var t = from;
    for (; t + 3 < to; t += 4) {
      addSums(
          block.values(t), block.values(t + 1), block.values(t + 2), block.values(t + 3), unit[at]);
    }
    for (; t < to; t++) {
      addSum(block.values(t), unit[at]);
    }
    for (t = from; t < to; t++) {
      countActive(block.values(t), active[at]);
    }
  }

  private static void addSums(float[] a, float[] b, float[] c, float[] d, double[] sums) {
    for (var n = 0; n < sums.length; n++) {
      sums[n] += ((double) a[n] + (double) b[n]) + ((double) c[n] + (double) d[n]);
    }
  }

  private static void addSum(float[] a, double[] sums) {
    for (var n = 0; n < sums.length; n++) {
      sums[n] += a[n];
    }
  }

  private static void countActive(float[] a, int[] counts) {
    for (var n = 0; n < counts.length; n++) {
      counts[n] += aboveZero(a[n]);
    }
  }

  /// 1 if above 0, else 0. The two factors bring the least float to 1. Of the ways to write this
  /// and the loop over it, this one becomes vector instructions (JDK 25: three times as fast as one
  /// by the bits of the float).
  private static int aboveZero(float value) {
    return Math.min(Math.max((int) (value * 0x1p126f * 0x1p23f), 0), 1);
  }

  @Override
  public void endUnit() {
    for (var bin = 0; bin < unitTokens.length; bin++) {
      if (unitTokens[bin] > 0) {
        for (var layer = 0; layer < neurons.nLayers(); layer++) {
          endUnit(bin, layer);
        }
        tokens[bin] += unitTokens[bin];
        unitTokens[bin] = 0;
      }
    }
  }

  private void endUnit(int bin, int layer) {
    var part = unit[bin * neurons.nLayers() + layer];
    var base = layer * neurons.dMlp();
    var count = unitTokens[bin];
    for (var n = 0; n < part.length; n++) {
      var row = base + n;
      sums[bin][row] += quanta.steps(row, part[n], count);
      cuts[row] += quanta.cuts(row, part[n], count) ? 1 : 0;
    }
    Arrays.fill(part, 0);
  }

  @Override
  public void merge(Gatherer other) {
    var table = (PositionTable) other;
    if (!table.neurons.equals(neurons) || !table.bins.equals(bins)) {
      throw new IllegalArgumentException("%s and %s".formatted(table.bins, bins));
    }
    for (var bin = 0; bin < sums.length; bin++) {
      tokens[bin] += table.tokens[bin];
      Sums.add(sums[bin], table.sums[bin]);
    }
    for (var at = 0; at < active.length; at++) {
      Sums.add(active[at], table.active[at]);
    }
    Sums.add(cuts, table.cuts);
  }

  private static NeuronStrips strips(int neurons, int bins) {
    return new NeuronStrips(LETTERS, neurons, recordBytes(bins));
  }

  private static int recordBytes(int bins) {
    return 12 * bins + 4;
  }

  @Override
  public void save(SectionWriter out) throws IOException {
    out.begin(TAG);
    out.putInt(neurons.size()).putInt(bins.contextLength());
    for (var count : tokens) {
      out.putLong(count);
    }
    out.end();
    strips(neurons.size(), tokens.length).write(out, this::fill);
  }

  private void fill(int first, int count, ByteBuffer to) {
    var bytes = recordBytes(tokens.length);
    for (var i = 0; i < count; i++) {
      var row = first + i;
      to.position(i * bytes);
      for (var sum : sums) {
        to.putLong(sum[row]);
      }
      for (var bin = 0; bin < tokens.length; bin++) {
        to.putInt(active(bin, row)[row % neurons.dMlp()]);
      }
      to.putInt(cuts[row]);
    }
  }

  private int[] active(int bin, int row) {
    return active[bin * neurons.nLayers() + row / neurons.dMlp()];
  }

  @Override
  public void load(SectionFile in, int group) throws StoreException {
    var head = readHead(in, group, neurons.size(), bins);
    for (var bin = 0; bin < tokens.length; bin++) {
      tokens[bin] += head[bin];
    }
    strips(neurons.size(), tokens.length)
        .read(
            in,
            group,
            (first, count, from) -> {
              for (var i = 0; i < count; i++) {
                take(first + i, from);
              }
            });
  }

  private void take(int row, ByteBuffer from) {
    for (var sum : sums) {
      sum[row] += from.getLong();
    }
    for (var bin = 0; bin < tokens.length; bin++) {
      active(bin, row)[row % neurons.dMlp()] += from.getInt();
    }
    cuts[row] += from.getInt();
  }

  private static long[] readHead(SectionFile in, int group, int neurons, PositionBins bins)
      throws StoreException {
    var key = SectionFile.key(TAG, group);
    var tokens = new long[bins.count()];
    in.expect(key, 8 + 8L * tokens.length);
    var head = in.read(key, 0, 8 + 8 * tokens.length);
    if (head.getInt() != neurons || head.getInt() != bins.contextLength()) {
      throw in.damaged("section " + key);
    }
    for (var bin = 0; bin < tokens.length; bin++) {
      tokens[bin] = head.getLong();
      if (tokens[bin] < 0 || tokens[bin] > Integer.MAX_VALUE) {
        throw in.damaged("section " + key);
      }
    }
    return tokens;
  }

  /// What a file holds about one neuron, without reading the others.
  ///
  /// @param in the file
  /// @param group which hook
  /// @param resting of all neurons
  /// @param bins as the table had
  /// @param row row of the neuron
  /// @return its profile
  /// @throws StoreException if the file is damaged
  public static PositionProfile read(
      SectionFile in, int group, Resting resting, PositionBins bins, int row)
      throws StoreException {
    var tokens = readHead(in, group, resting.size(), bins);
    var strips = strips(resting.size(), tokens.length);
    var record = strips.read(in, group, row);
    var yes = new int[tokens.length];
    for (var bin = 0; bin < yes.length; bin++) {
      yes[bin] = record.getInt(8 * yes.length + 4 * bin);
      if (yes[bin] < 0 || yes[bin] > tokens[bin]) {
        throw in.damaged("section " + strips.key(group, row));
      }
    }
    var found = new ArrayList<PositionProfile.Bin>();
    for (var bin = 0; bin < yes.length; bin++) {
      if (tokens[bin] > 0) {
        var mean = resting.quanta().value(row, record.getLong(8 * bin)) / tokens[bin];
        var last = bins.first(bin + 1) - 1;
        var share = (double) yes[bin] / tokens[bin];
        found.add(new PositionProfile.Bin(bins.first(bin), last, tokens[bin], mean, share));
      }
    }
    var information = PositionProfile.mutualInformation(yes, tokens);
    var cuts = record.getInt(12 * yes.length);
    return new PositionProfile(found, Arrays.stream(tokens).sum(), information, cuts);
  }
}
