// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import polyseme.engine.hook.BlockSite;

/// What a scan keeps; part of its provenance. Extremes, statistics, histograms and activations at
/// shared positions are always kept.
///
/// @param hooks sites of every block whose numbers are treated as neurons, the first one shown
///   unless another is asked for
/// @param kinds what else is kept
/// @param budget bytes that a token table, and label tables, may take each
public record ScanContent(List<BlockSite> hooks, Set<Kind> kinds, long budget) {

  private static final long BUDGET = 32L << 20;

  /// Something a scan may keep.
  public enum Kind {
    /// Samples in proportion to the distance from the resting level, on either side of it.
    RESERVOIRS("reservoirs"),
    /// How alike the contexts are in which a neuron fires; with the pilot's context directions.
    COHERENCE("coherence"),
    /// Mean and share of active tokens by position.
    POSITIONS("positions"),
    /// What each token of the vocabulary does, and each as the one before.
    TOKENS("tokens"),
    /// What documents with each label do.
    LABELS("labels");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// What it is called in files and commands.
    ///
    /// @return one word
    public String word() {
      return word;
    }
  }

  /// Keeps what was given unchangeable.
  public ScanContent {
    hooks = List.copyOf(hooks);
    kinds =
        Collections.unmodifiableSet(
            kinds.isEmpty() ? EnumSet.noneOf(Kind.class) : EnumSet.copyOf(kinds));
    if (hooks.isEmpty() || Set.copyOf(hooks).size() != hooks.size() || budget < 0) {
      throw new IllegalArgumentException("hooks %s, budget %d".formatted(hooks, budget));
    }
  }

  /// `hook_post` with everything.
  ///
  /// @return the defaults
  public static ScanContent defaults() {
    return new ScanContent(List.of(BlockSite.POST), EnumSet.allOf(Kind.class), BUDGET);
  }

  /// `hook_post` with nothing that is not always kept.
  ///
  /// @return the least
  public static ScanContent core() {
    return new ScanContent(List.of(BlockSite.POST), EnumSet.noneOf(Kind.class), 0);
  }

  /// The same with another limit.
  ///
  /// @param bytes that a token table, and label tables, may take each
  /// @return new contents
  public ScanContent withBudget(long bytes) {
    return new ScanContent(hooks, kinds, bytes);
  }

  /// Whether something is kept.
  ///
  /// @param kind what
  /// @return true if it is
  public boolean keeps(Kind kind) {
    return kinds.contains(kind);
  }
}
