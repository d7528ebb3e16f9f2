// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import static polyseme.engine.tensor.Axis.BATCH;
import static polyseme.engine.tensor.Axis.D_MODEL;
import static polyseme.engine.tensor.Axis.D_VOCAB;
import static polyseme.engine.tensor.Axis.ONE;
import static polyseme.engine.tensor.Axis.POS;

import java.util.List;
import polyseme.engine.tensor.Axis;

/// Places outside the blocks where activations can be read and changed, in firing order.
///
/// Source: TransformerLens' hook points of HookedTransformer.
public enum GlobalSite {
  /// Token numbers; can be read only.
  TOKENS("hook_tokens", "tokens", BATCH, POS),
  /// Scale of the normalisation of token embeddings.
  EMBED_LN_SCALE("embed.ln.hook_scale", "scale_embed", BATCH, POS, ONE),
  /// What the normalisation of token embeddings gives, before its weight and bias.
  EMBED_LN_NORMALIZED("embed.ln.hook_normalized", "normalized_embed", BATCH, POS, D_MODEL),
  /// Token embeddings as they enter the residual stream.
  EMBED("hook_embed", "embed", BATCH, POS, D_MODEL),
  /// Position embeddings.
  POS_EMBED("hook_pos_embed", "pos_embed", BATCH, POS, D_MODEL),
  /// Scale of the last LayerNorm.
  LN_FINAL_SCALE("ln_final.hook_scale", "scale_final", BATCH, POS, ONE),
  /// Input of the unembedding before weight and bias of the last LayerNorm.
  LN_FINAL_NORMALIZED("ln_final.hook_normalized", "normalized_final", BATCH, POS, D_MODEL),
  /// Input of the unembedding.
  UNEMBED_IN("unembed.hook_in", "unembed_in", BATCH, POS, D_MODEL),
  /// Logits as the unembedding gives them.
  UNEMBED_OUT("unembed.hook_out", "unembed_out", BATCH, POS, D_VOCAB);

  private final String path;
  private final String shortName;
  private final List<Axis> axes;

  GlobalSite(String path, String shortName, Axis... axes) {
    this.path = path;
    this.shortName = shortName;
    this.axes = List.of(axes);
  }

  /// The name as TransformerLens has it.
  ///
  /// @return the full name
  public String path() {
    return path;
  }

  /// The name people type.
  ///
  /// @return the short name
  public String shortName() {
    return shortName;
  }

  /// What the axes of this site's activations count.
  ///
  /// @return the axes, batch first
  public List<Axis> axes() {
    return axes;
  }

  /// Whether it fires before the first block.
  ///
  /// @return true for the embeddings
  public boolean beforeBlocks() {
    return compareTo(POS_EMBED) <= 0;
  }

  /// Whether it is computed only if somebody asks for it by name.
  ///
  /// @return true for the token numbers
  public boolean onRequest() {
    return this == TOKENS;
  }
}
