// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import static polyseme.engine.tensor.Axis.BATCH;
import static polyseme.engine.tensor.Axis.D_HEAD;
import static polyseme.engine.tensor.Axis.D_MLP;
import static polyseme.engine.tensor.Axis.D_MODEL;
import static polyseme.engine.tensor.Axis.HEAD;
import static polyseme.engine.tensor.Axis.KEY_POS;
import static polyseme.engine.tensor.Axis.ONE;
import static polyseme.engine.tensor.Axis.POS;
import static polyseme.engine.tensor.Axis.QUERY_POS;

import java.util.List;
import polyseme.engine.tensor.Axis;

/// Places within a block where activations can be read and changed, in firing order.
///
/// Source: TransformerLens' hook points of HookedTransformer.
public enum BlockSite {
  /// Residual stream before the block.
  RESID_PRE("hook_resid_pre", "resid_pre", BATCH, POS, D_MODEL),
  /// Scale of the LayerNorm before attention.
  LN1_SCALE("ln1.hook_scale", "scale1", BATCH, POS, ONE),
  /// Input of attention before weight and bias of its LayerNorm.
  LN1_NORMALIZED("ln1.hook_normalized", "normalized1", BATCH, POS, D_MODEL),
  /// Queries.
  Q("attn.hook_q", "q", BATCH, POS, HEAD, D_HEAD),
  /// Keys.
  K("attn.hook_k", "k", BATCH, POS, HEAD, D_HEAD),
  /// Values.
  V("attn.hook_v", "v", BATCH, POS, HEAD, D_HEAD),
  /// Scaled and masked products of queries and keys; −∞ where masked.
  ATTN_SCORES("attn.hook_attn_scores", "attn_scores", BATCH, HEAD, QUERY_POS, KEY_POS),
  /// Scores after softmax.
  PATTERN("attn.hook_pattern", "pattern", BATCH, HEAD, QUERY_POS, KEY_POS),
  /// Values mixed by the pattern, before the output projection.
  Z("attn.hook_z", "z", BATCH, POS, HEAD, D_HEAD),
  /// What each head writes into the residual stream.
  RESULT("attn.hook_result", "result", BATCH, POS, HEAD, D_MODEL),
  /// What attention writes into the residual stream.
  ATTN_OUT("hook_attn_out", "attn_out", BATCH, POS, D_MODEL),
  /// Residual stream between attention and MLP.
  RESID_MID("hook_resid_mid", "resid_mid", BATCH, POS, D_MODEL),
  /// Scale of the LayerNorm before the MLP.
  LN2_SCALE("ln2.hook_scale", "scale2", BATCH, POS, ONE),
  /// Input of the MLP before weight and bias of its LayerNorm.
  LN2_NORMALIZED("ln2.hook_normalized", "normalized2", BATCH, POS, D_MODEL),
  /// Neurons before the activation function.
  PRE("mlp.hook_pre", "pre", BATCH, POS, D_MLP),
  /// SoLU neurons before their LayerNorm.
  MID("mlp.hook_mid", "mid", BATCH, POS, D_MLP),
  /// Scale of the LayerNorm of SoLU neurons.
  MLP_LN_SCALE("mlp.ln.hook_scale", "mlp_scale", BATCH, POS, ONE),
  /// SoLU neurons after their LayerNorm, before its weight and bias.
  MLP_LN_NORMALIZED("mlp.ln.hook_normalized", "mlp_normalized", BATCH, POS, D_MLP),
  /// Neurons as the output weights see them.
  POST("mlp.hook_post", "post", BATCH, POS, D_MLP),
  /// What the MLP writes into the residual stream.
  MLP_OUT("hook_mlp_out", "mlp_out", BATCH, POS, D_MODEL),
  /// Residual stream after the block.
  RESID_POST("hook_resid_post", "resid_post", BATCH, POS, D_MODEL);

  private final String path;
  private final String shortName;
  private final List<Axis> axes;

  BlockSite(String path, String shortName, Axis... axes) {
    this.path = path;
    this.shortName = shortName;
    this.axes = List.of(axes);
  }

  /// The name within the block, as TransformerLens has it: `mlp.hook_post`.
  ///
  /// @return the part after `blocks.1.`
  public String path() {
    return path;
  }

  /// The name people type: `post`.
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
}
