// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.gather.Coherence;
import polyseme.analysis.gather.LabelProfile;
import polyseme.analysis.gather.PositionProfile;
import polyseme.analysis.gather.Resting;
import polyseme.analysis.gather.TokenProfile;
import polyseme.analysis.gather.TokenSide;
import polyseme.engine.task.StoreException;

/// What a scan of version 2 knows beyond extremes and statistics. Whatever the scan was told not to
/// keep is null or empty.
public interface ScanDetails {

  /// Where neurons rest.
  ///
  /// @return levels of all neurons; all 0 if neither samples nor profiles were kept
  Resting resting();

  /// How alike the contexts are in which a neuron is above its resting level.
  ///
  /// @param row row of the neuron
  /// @return null if not kept
  /// @throws StoreException if the stored scan is damaged
  @Nullable Coherence coherence(int row) throws StoreException;

  /// Share of the context vectors' variance that the directions hold on which coherence stands.
  ///
  /// @param layer from 0
  /// @return 0 to 1, NaN if not kept
  double keptVariance(int layer);

  /// What a neuron does by position.
  ///
  /// @param row row of the neuron
  /// @return null if not kept
  /// @throws StoreException if the stored scan is damaged
  @Nullable PositionProfile positions(int row) throws StoreException;

  /// What a neuron does by token.
  ///
  /// @param row row of the neuron
  /// @param side by the token itself or the one before
  /// @return null if not kept
  /// @throws StoreException if the stored scan is damaged
  @Nullable TokenProfile tokens(int row, TokenSide side) throws StoreException;

  /// What a neuron does by label.
  ///
  /// @param row row of the neuron
  /// @return one profile a label, empty if none is kept
  /// @throws StoreException if the stored scan is damaged
  List<LabelProfile> labels(int row) throws StoreException;
}
