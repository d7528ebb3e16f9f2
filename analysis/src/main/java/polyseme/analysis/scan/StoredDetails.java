// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.gather.Coherence;
import polyseme.analysis.gather.CoherenceSums;
import polyseme.analysis.gather.ContextBasis;
import polyseme.analysis.gather.Drawn;
import polyseme.analysis.gather.LabelProfile;
import polyseme.analysis.gather.LabelReader;
import polyseme.analysis.gather.PositionBins;
import polyseme.analysis.gather.PositionProfile;
import polyseme.analysis.gather.PositionTable;
import polyseme.analysis.gather.Reservoirs;
import polyseme.analysis.gather.Resting;
import polyseme.analysis.gather.TokenProfile;
import polyseme.analysis.gather.TokenSide;
import polyseme.analysis.section.SectionFile;
import polyseme.engine.task.StoreException;

/// Details read from `neurons.psc`.
final class StoredDetails implements ScanDetails {

  private final SectionFile file;
  private final int group;
  private final Resting resting;
  private final PositionBins bins;
  private final @Nullable ContextBasis basis;

  private StoredDetails(NeuronReader reader) throws StoreException {
    file = reader.file();
    group = reader.group();
    resting = Resting.load(file, group, reader.neurons().size());
    bins = new PositionBins(reader.head().rule().capacity());
    basis = file.has("basi") ? ContextBasis.load(file) : null;
  }

  /// Details of one hook, null for a scan of version 1.
  static @Nullable StoredDetails of(NeuronReader reader) throws StoreException {
    return reader.file().version() == 1 ? null : new StoredDetails(reader);
  }

  private boolean has(String tag) {
    return file.has(SectionFile.key(tag, group));
  }

  @Override
  public Resting resting() {
    return resting;
  }

  @Override
  public @Nullable Coherence coherence(int row) throws StoreException {
    return has("cohe") ? CoherenceSums.read(file, group, resting, row) : null;
  }

  @Override
  public double keptVariance(int layer) {
    return basis == null ? Double.NaN : basis.keptVariance(layer);
  }

  @Override
  public @Nullable PositionProfile positions(int row) throws StoreException {
    return has("posi") ? PositionTable.read(file, group, resting, bins, row) : null;
  }

  @Override
  public @Nullable TokenProfile tokens(int row, TokenSide side) throws StoreException {
    return has(side.tag()) ? TokenProfile.read(file, group, side, resting, row) : null;
  }

  @Override
  public List<LabelProfile> labels(int row) throws StoreException {
    return has("labl") ? LabelReader.read(file, group, resting, row) : List.of();
  }

  List<Drawn> drawn(Reservoirs.Side side, int row) throws StoreException {
    return has("rhig") ? Reservoirs.read(file, group, resting.size(), side, row) : List.of();
  }
}
