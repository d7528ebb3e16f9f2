// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.tensor;

/// What an axis of an activation counts.
public enum Axis {
  /// Rows of a batch.
  BATCH,
  /// Token positions.
  POS,
  /// Positions that attend.
  QUERY_POS,
  /// Positions attended to.
  KEY_POS,
  /// Attention heads.
  HEAD,
  /// Heads of keys and values, of which several queries may share one.
  KEY_VALUE_HEAD,
  /// Coordinates within a head.
  D_HEAD,
  /// Coordinates of the queries of all heads, one head after the other.
  D_QUERIES,
  /// Coordinates of the keys of all heads, one head after the other.
  D_KEYS,
  /// Coordinates of the residual stream.
  D_MODEL,
  /// Neurons of an MLP.
  D_MLP,
  /// Tokens of the vocabulary.
  D_VOCAB,
  /// A single number, kept as an axis of length 1.
  ONE
}
