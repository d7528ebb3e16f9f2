// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The attention of a model.
///
/// @param nKeyValueHeads heads of keys and values; each serves nHeads / nKeyValueHeads queries in a
///   row
/// @param scale what the scores are divided by, normally √dHead
/// @param scaleByLayer whether block `l` divides its scores by `l + 1` as well
/// @param softCap c of score → c · tanh(score / c); [#NONE] for no cap
/// @param clip queries, keys and values are kept within ± this; [#NONE] for no limit
/// @param queryKeyNorm normalisation of queries and keys, before they are turned
/// @param layers what differs between blocks, one entry a block
public record Attention(
    int nKeyValueHeads,
    double scale,
    boolean scaleByLayer,
    double softCap,
    double clip,
    Optional<QueryKeyNorm> queryKeyNorm,
    List<Layer> layers) {

  /// Stands for no cap and no limit.
  public static final double NONE = Double.POSITIVE_INFINITY;

  /// Keeps the list unchangeable.
  public Attention {
    layers = List.copyOf(layers);
  }

  /// Attention of one block.
  ///
  /// @param window how many positions a query sees, itself among them; [#ALL] for all before it
  /// @param rope how queries and keys are turned, if they are
  public record Layer(int window, Optional<Rope> rope) {

    /// Stands for no window.
    public static final int ALL = 0;

    /// Sees everything before it and turns nothing.
    public static final Layer PLAIN = new Layer(ALL, Optional.empty());
  }

  /// Normalisation of queries and keys.
  ///
  /// @param norm its kind
  /// @param wholeRow whether it runs over all heads together, not over each
  public record QueryKeyNorm(ModelConfig.Norm norm, boolean wholeRow) {}

  /// As many heads of keys and values as of queries, scores divided by √dHead, nothing special.
  ///
  /// @param dims sizes of the model
  /// @return the attention of GPT-2
  public static Attention plain(ModelConfig.Dims dims) {
    return new Attention(
        dims.nHeads(),
        Math.sqrt(dims.dHead()),
        false,
        NONE,
        NONE,
        Optional.empty(),
        Collections.nCopies(dims.nLayers(), Layer.PLAIN));
  }

  /// The same with other scores.
  ///
  /// @param newScale what the scores are divided by
  /// @param newByLayer whether block `l` divides its scores by `l + 1` as well
  /// @return a new value
  public Attention withScale(double newScale, boolean newByLayer) {
    return new Attention(nKeyValueHeads, newScale, newByLayer, softCap, clip, queryKeyNorm, layers);
  }

  /// The same with other heads of keys and values.
  ///
  /// @param heads how many
  /// @return a new value
  public Attention withKeyValueHeads(int heads) {
    return new Attention(heads, scale, scaleByLayer, softCap, clip, queryKeyNorm, layers);
  }

  /// The same with other limits.
  ///
  /// @param newSoftCap soft cap of the scores
  /// @param newClip limit of queries, keys and values
  /// @return a new value
  public Attention withLimits(double newSoftCap, double newClip) {
    return new Attention(
        nKeyValueHeads, scale, scaleByLayer, newSoftCap, newClip, queryKeyNorm, layers);
  }

  /// The same with normalised queries and keys.
  ///
  /// @param norm their normalisation
  /// @return a new value
  public Attention withQueryKeyNorm(QueryKeyNorm norm) {
    return new Attention(
        nKeyValueHeads, scale, scaleByLayer, softCap, clip, Optional.of(norm), layers);
  }

  /// The same with other blocks.
  ///
  /// @param newLayers one entry a block
  /// @return a new value
  public Attention withLayers(List<Layer> newLayers) {
    return new Attention(
        nKeyValueHeads, scale, scaleByLayer, softCap, clip, queryKeyNorm, newLayers);
  }
}
