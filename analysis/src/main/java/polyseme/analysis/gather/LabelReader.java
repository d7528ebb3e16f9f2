// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.section.SectionFile;
import polyseme.engine.task.StoreException;

/// Reads what a scan's file holds about one neuron and the labels of the documents.
public final class LabelReader {

  private final LabelHead head;
  private final LabelRecords records;
  private final ByteBuffer record;
  private final Quanta quanta;
  private final int neuron;

  private LabelReader(SectionFile in, int group, Resting resting, int neuron)
      throws StoreException {
    head = LabelHead.read(in, group, resting.size());
    records = new LabelRecords(resting.size(), head.counts().size());
    record = records.strips().read(in, group, neuron);
    quanta = resting.quanta();
    this.neuron = neuron;
    for (var value = 0; value < head.counts().size(); value++) {
      var tokens = 0L;
      for (var count : bins(value)) {
        tokens = count < 0 ? -1 : tokens + count;
      }
      if (tokens != head.count(value) || mass(value) < 0) {
        throw in.damaged("section " + records.strips().key(group, neuron));
      }
    }
  }

  /// What a file holds about one neuron, without reading the others.
  ///
  /// @param in the file
  /// @param group which hook
  /// @param resting of all neurons
  /// @param row row of the neuron
  /// @return one profile a label
  /// @throws StoreException if the file is damaged
  public static List<LabelProfile> read(SectionFile in, int group, Resting resting, int row)
      throws StoreException {
    return new LabelReader(in, group, resting, row).profiles();
  }

  private List<LabelProfile> profiles() {
    var found = new ArrayList<LabelProfile>();
    var first = 0;
    for (var label : head.labels()) {
      found.add(profile(label, first));
      first += label.values().size();
    }
    return found;
  }

  private LabelProfile profile(LabelHead.Label label, int first) {
    var size = label.values().size();
    var all = new long[RestBins.COUNT];
    var mass = 0.0;
    for (var value = first; value < first + size; value++) {
      Sums.add(all, bins(value));
      mass += quanta.value(neuron, mass(value));
    }
    var found = new ArrayList<LabelProfile.Value>();
    for (var i = 0; i < size; i++) {
      if (head.count(first + i) > 0) {
        found.add(value(label.values().get(i), first + i, all, mass));
      }
    }
    return new LabelProfile(label.name(), found, record.getInt(records.cuts()));
  }

  private LabelProfile.Value value(String name, int value, long[] all, double mass) {
    var own = bins(value);
    var rest = all.clone();
    for (var bin = 0; bin < rest.length; bin++) {
      rest[bin] -= own[bin];
    }
    var count = head.count(value);
    return new LabelProfile.Value(
        name,
        count,
        quanta.value(neuron, record.getLong(records.value(value))) / count,
        LabelProfile.auc(own, rest),
        LabelProfile.aucError(own, rest),
        mass > 0 ? quanta.value(neuron, mass(value)) / mass : 0);
  }

  private long mass(int value) {
    return record.getLong(records.value(value) + 8);
  }

  private long[] bins(int value) {
    var bins = new long[RestBins.COUNT];
    for (var bin = 0; bin < bins.length; bin++) {
      bins[bin] = record.getInt(records.value(value) + 16 + 4 * bin);
    }
    return bins;
  }
}
