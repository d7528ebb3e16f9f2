// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;

/// For every neuron, every label of the documents and every value of it: tokens, sum of the
/// activations, positive mass Σ(a − resting level)₊ and a histogram of 64 bins around the resting
/// level (see `RestBins`).
///
/// The tokens of one layer and document are summed up by themselves and added to all values of the
/// document when another comes, so that many labels cost little more than one. A value's memory is
/// taken when it is first met. [LabelReader] tells what came of it.
public final class LabelTables implements Gatherer {

  /// Neurons whose counters fit the nearest cache.
  private static final int STRIP = 64;

  private final NeuronIndex neurons;
  private final List<LabelKey> keys;
  private final TokenSteps steps;
  private final RestBins bins;
  private final long[] counts;
  private final @Nullable Part[] values;
  private final Part part;
  private final int[] scratch;
  private final int[][] blockBins;
  private final int[] met;
  private int partLayer;
  private int partDocument = LabelKey.NONE;

  /// Sums of the neurons of a layer.
  private static final class Part {
    final long[] sums;
    final long[] masses;
    final int[] bins;

    Part(int neurons) {
      sums = new long[neurons];
      masses = new long[neurons];
      bins = new int[Math.multiplyExact(neurons, RestBins.COUNT)];
    }

    void add(Part other) {
      Sums.add(sums, other.sums);
      Sums.add(masses, other.masses);
      Sums.add(bins, other.bins);
    }

    void clear() {
      Arrays.fill(sums, 0);
      Arrays.fill(masses, 0);
      Arrays.fill(bins, 0);
    }
  }

  /// Empty tables.
  ///
  /// @param neurons the neurons of the hook
  /// @param resting what the pilot found
  /// @param keys labels to gather, as [LabelBudget] chooses them
  public LabelTables(NeuronIndex neurons, Resting resting, List<LabelKey> keys) {
    if (resting.size() != neurons.size()) {
      throw new IllegalArgumentException(resting.size() + " levels for " + neurons);
    }
    this.neurons = neurons;
    this.keys = List.copyOf(keys);
    steps = new TokenSteps(resting);
    bins = new RestBins(resting, neurons.dMlp());
    var total = keys.stream().mapToInt(key -> key.values().size()).sum();
    counts = new long[total];
    values = new Part[total * neurons.nLayers()];
    met = new int[keys.size()];
    part = new Part(neurons.dMlp());
    scratch = new int[neurons.dMlp()];
    blockBins = new int[Block.MOST][neurons.dMlp()];
  }

  /// Memory of a value.
  ///
  /// @param neurons how many neurons
  /// @return bytes
  static long valueBytes(int neurons) {
    return LabelRecords.VALUE_BYTES * (long) neurons;
  }

  @Override
  public void accept(Block block) {
    var found = findValues(block.document());
    if (found == 0) {
      return;
    }
    if (block.document() != partDocument || block.layer() != partLayer) {
      addPart();
      partDocument = block.document();
      partLayer = block.layer();
      found = findValues(partDocument);
    }
    if (block.layer() == 0) {
      for (var i = 0; i < found; i++) {
        counts[met[i]] += block.count();
      }
    }
    for (var t = 0; t < block.count(); t++) {
      var activations = block.values(t);
      steps.convert(activations, block.firstRow(), scratch);
      TokenSteps.addSums(scratch, part.sums);
      steps.addMasses(scratch, block.firstRow(), part.masses);
      bins.fill(activations, block.layer(), blockBins[t]);
    }
    for (var from = 0; from < neurons.dMlp(); from += STRIP) {
      var to = Math.min(from + STRIP, neurons.dMlp());
      for (var t = 0; t < block.count(); t++) {
        count(blockBins[t], from, to, part.bins);
      }
    }
  }

  private static void count(int[] bins, int from, int to, int[] counters) {
    for (var n = from; n < to; n++) {
      counters[n * RestBins.COUNT + bins[n]]++;
    }
  }

  /// Adds what was summed up to all values of its document.
  private void addPart() {
    var found = partDocument == LabelKey.NONE ? 0 : findValues(partDocument);
    for (var i = 0; i < found; i++) {
      made(at(met[i], partLayer)).add(part);
    }
    part.clear();
    partDocument = LabelKey.NONE;
  }

  /// Fills `met` with the document's values.
  private int findValues(int document) {
    var found = 0;
    var first = 0;
    for (var key : keys) {
      var value = key.of(document);
      if (value != LabelKey.NONE) {
        met[found++] = first + value;
      }
      first += key.values().size();
    }
    return found;
  }

  private int at(int value, int layer) {
    return value * neurons.nLayers() + layer;
  }

  private Part made(int at) {
    var known = values[at];
    if (known == null) {
      known = new Part(neurons.dMlp());
      values[at] = known;
    }
    return known;
  }

  @Override
  public void endUnit() {
    addPart();
  }

  @Override
  public void merge(Gatherer other) {
    var more = (LabelTables) other;
    if (!more.neurons.equals(neurons) || !more.keys.equals(keys)) {
      throw new IllegalArgumentException("%s and %s".formatted(more.keys, keys));
    }
    Sums.add(counts, more.counts);
    Sums.add(steps.cuts(), more.steps.cuts());
    for (var at = 0; at < values.length; at++) {
      var theirs = more.values[at];
      if (theirs != null && values[at] == null) {
        values[at] = theirs;
      } else if (theirs != null) {
        made(at).add(theirs);
      }
    }
  }

  @Override
  public void save(SectionWriter out) throws IOException {
    LabelHead.write(out, neurons.size(), keys, counts);
    new LabelRecords(neurons.size(), counts.length).strips().write(out, this::fill);
  }

  private void fill(int first, int count, ByteBuffer to) {
    for (var row = first; row < first + count; row++) {
      to.position((row - first) * new LabelRecords(neurons.size(), counts.length).bytes());
      var n = row % neurons.dMlp();
      for (var value = 0; value < counts.length; value++) {
        var sums = values[at(value, row / neurons.dMlp())];
        if (sums == null) {
          to.put(new byte[LabelRecords.VALUE_BYTES]);
        } else {
          to.putLong(sums.sums[n]).putLong(sums.masses[n]);
          for (var bin = n * RestBins.COUNT; bin < (n + 1) * RestBins.COUNT; bin++) {
            to.putInt(sums.bins[bin]);
          }
        }
      }
      to.putInt(steps.cuts()[row]);
    }
  }

  @Override
  public void load(SectionFile in, int group) throws StoreException {
    var head = LabelHead.read(in, group, neurons.size());
    if (!head.fits(keys)) {
      throw in.damaged("section " + SectionFile.key(LabelHead.TAG, group));
    }
    for (var value = 0; value < counts.length; value++) {
      counts[value] += head.count(value);
    }
    new LabelRecords(neurons.size(), counts.length)
        .strips()
        .read(
            in,
            group,
            (first, count, from) -> {
              for (var row = first; row < first + count; row++) {
                take(head, row, from);
              }
            });
  }

  private void take(LabelHead head, int row, ByteBuffer from) {
    var n = row % neurons.dMlp();
    for (var value = 0; value < counts.length; value++) {
      if (head.count(value) == 0) {
        from.position(from.position() + LabelRecords.VALUE_BYTES);
        continue;
      }
      var to = made(at(value, row / neurons.dMlp()));
      to.sums[n] += from.getLong();
      to.masses[n] += from.getLong();
      for (var bin = n * RestBins.COUNT; bin < (n + 1) * RestBins.COUNT; bin++) {
        to.bins[bin] += from.getInt();
      }
    }
    steps.cuts()[row] += from.getInt();
  }
}
