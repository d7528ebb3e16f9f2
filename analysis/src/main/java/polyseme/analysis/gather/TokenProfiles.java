// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;

/// For every neuron and every token of the vocabulary that has a row: how often it occurs, and sum,
/// maximum and positive mass Σ(a − resting level)₊ of the neuron's activations there.
///
/// A row's memory is taken when its token is first met. [TokenProfile] tells what came of it.
public final class TokenProfiles implements Gatherer {

  private final NeuronIndex neurons;
  private final TokenRows rows;
  private final TokenSide side;
  private final TokenSteps steps;
  private final int[] scratch;
  private final long[] counts;
  private final @Nullable Row[] table;

  /// Sums of a layer's neurons at one token of the vocabulary.
  private static final class Row {
    final long[] sums;
    final long[] masses;
    final float[] greatest;

    Row(int neurons) {
      sums = new long[neurons];
      masses = new long[neurons];
      greatest = new float[neurons];
      Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
    }

    static void raise(float[] values, float[] greatest) {
      for (var n = 0; n < values.length; n++) {
        greatest[n] = Math.max(greatest[n], values[n]);
      }
    }

    void add(Row other) {
      Sums.add(sums, other.sums);
      Sums.add(masses, other.masses);
      raise(other.greatest, greatest);
    }
  }

  /// An empty table.
  ///
  /// @param neurons the neurons of the hook
  /// @param resting what the pilot found
  /// @param rows tokens with a row of their own, as [TokenBudget] chooses them
  /// @param side which token to go by
  public TokenProfiles(NeuronIndex neurons, Resting resting, TokenRows rows, TokenSide side) {
    if (resting.size() != neurons.size()) {
      throw new IllegalArgumentException(resting.size() + " levels for " + neurons);
    }
    this.neurons = neurons;
    this.rows = rows;
    this.side = side;
    steps = new TokenSteps(resting);
    scratch = new int[neurons.dMlp()];
    counts = new long[rows.count()];
    table = new Row[rows.count() * neurons.nLayers()];
  }

  /// Memory of a row.
  ///
  /// @param neurons how many neurons
  /// @return bytes
  static long rowBytes(int neurons) {
    return 20L * neurons;
  }

  @Override
  public void accept(Block block) {
    var base = block.firstRow();
    for (var t = 0; t < block.count(); t++) {
      var row = rows.of(side.token(block, t));
      if (block.layer() == 0) {
        counts[row]++;
      }
      var sums = made(at(row, block.layer()));
      steps.convert(block.values(t), base, scratch);
      TokenSteps.addSums(scratch, sums.sums);
      steps.addMasses(scratch, base, sums.masses);
      Row.raise(block.values(t), sums.greatest);
    }
  }

  private int at(int row, int layer) {
    return row * neurons.nLayers() + layer;
  }

  private Row made(int at) {
    var known = table[at];
    if (known == null) {
      known = new Row(neurons.dMlp());
      table[at] = known;
    }
    return known;
  }

  @Override
  public void endUnit() {
    // all is in whole steps from the start
  }

  @Override
  public void merge(Gatherer other) {
    var more = (TokenProfiles) other;
    if (!more.neurons.equals(neurons) || !more.rows.equals(rows) || more.side != side) {
      throw new IllegalArgumentException(
          "%s, %s and %s, %s".formatted(more.side, more.rows, side, rows));
    }
    Sums.add(counts, more.counts);
    Sums.add(steps.cuts(), more.steps.cuts());
    for (var at = 0; at < table.length; at++) {
      var theirs = more.table[at];
      if (theirs != null && table[at] == null) {
        table[at] = theirs;
      } else if (theirs != null) {
        made(at).add(theirs);
      }
    }
  }

  @Override
  public void save(SectionWriter out) throws IOException {
    out.begin(side.tag());
    out.putInt(neurons.size()).putInt(rows.size());
    for (var row = 0; row < rows.size(); row++) {
      out.putInt(rows.token(row));
    }
    for (var count : counts) {
      out.putLong(count);
    }
    out.end();
    new TokenRecords(side, neurons.size(), counts.length).strips().write(out, this::fill);
  }

  private void fill(int first, int count, ByteBuffer to) {
    var records = new TokenRecords(side, neurons.size(), counts.length);
    // row by row, since one row's numbers of neighbouring neurons lie together
    for (var row = 0; row < counts.length; row++) {
      for (var neuron = first; neuron < first + count; neuron++) {
        var start = (neuron - first) * records.bytes();
        var n = neuron % neurons.dMlp();
        var from = table[at(row, neuron / neurons.dMlp())];
        to.putLong(start + records.sum(row), from == null ? 0 : from.sums[n]);
        to.putLong(start + records.mass(row), from == null ? 0 : from.masses[n]);
        var greatest = from == null ? Float.NEGATIVE_INFINITY : from.greatest[n];
        to.putFloat(start + records.greatest(row), greatest);
      }
    }
    for (var i = 0; i < count; i++) {
      to.putInt(i * records.bytes() + records.cuts(), steps.cuts()[first + i]);
    }
  }

  @Override
  public void load(SectionFile in, int group) throws StoreException {
    var head = TokenHead.read(in, group, side, neurons.size());
    if (!head.rows().equals(rows)) {
      throw in.damaged("section " + SectionFile.key(side.tag(), group));
    }
    for (var row = 0; row < counts.length; row++) {
      counts[row] += head.count(row);
    }
    new TokenRecords(side, neurons.size(), counts.length)
        .strips()
        .read(in, group, (first, count, from) -> take(head, first, count, from));
  }

  private void take(TokenHead head, int first, int count, ByteBuffer from) {
    var records = new TokenRecords(side, neurons.size(), counts.length);
    for (var row = 0; row < counts.length; row++) {
      for (var neuron = first; head.count(row) > 0 && neuron < first + count; neuron++) {
        var start = (neuron - first) * records.bytes();
        var n = neuron % neurons.dMlp();
        var to = made(at(row, neuron / neurons.dMlp()));
        to.sums[n] += from.getLong(start + records.sum(row));
        to.masses[n] += from.getLong(start + records.mass(row));
        to.greatest[n] = Math.max(to.greatest[n], from.getFloat(start + records.greatest(row)));
      }
    }
    for (var i = 0; i < count; i++) {
      steps.cuts()[first + i] += from.getInt(i * records.bytes() + records.cuts());
    }
  }
}
