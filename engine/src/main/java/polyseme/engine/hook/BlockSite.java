// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import static polyseme.engine.tensor.Axis.BATCH;
import static polyseme.engine.tensor.Axis.D_HEAD;
import static polyseme.engine.tensor.Axis.D_KEYS;
import static polyseme.engine.tensor.Axis.D_MLP;
import static polyseme.engine.tensor.Axis.D_MODEL;
import static polyseme.engine.tensor.Axis.D_QUERIES;
import static polyseme.engine.tensor.Axis.HEAD;
import static polyseme.engine.tensor.Axis.KEY_POS;
import static polyseme.engine.tensor.Axis.KEY_VALUE_HEAD;
import static polyseme.engine.tensor.Axis.ONE;
import static polyseme.engine.tensor.Axis.POS;
import static polyseme.engine.tensor.Axis.QUERY_POS;

import java.util.List;
import polyseme.engine.tensor.Axis;

/// Places within a block where activations can be read and changed, in the firing order of most
/// models.
///
/// Two sites may have one name where models of different kinds have numbers of different shapes
/// there; no model has both.
///
/// Source: TransformerLens' hook points of HookedTransformer.
public enum BlockSite {
  /// Residual stream before the block.
  RESID_PRE("hook_resid_pre", "resid_pre", BATCH, POS, D_MODEL),
  /// What each head reads, before the normalisation; models with as many heads of keys as of
  /// queries.
  ATTN_IN("hook_attn_in", "attn_in", BATCH, POS, HEAD, D_MODEL),
  /// What the queries of each head read, before the normalisation.
  Q_INPUT("hook_q_input", "q_input", BATCH, POS, HEAD, D_MODEL),
  /// What the keys of each head read, before the normalisation.
  K_INPUT("hook_k_input", "k_input", BATCH, POS, KEY_VALUE_HEAD, D_MODEL),
  /// What the values of each head read, before the normalisation.
  V_INPUT("hook_v_input", "v_input", BATCH, POS, KEY_VALUE_HEAD, D_MODEL),
  /// Scale of the normalisation of attention.
  LN1_SCALE("ln1.hook_scale", "scale1", BATCH, POS, ONE),
  /// What the normalisation of attention gives, before its weight and bias.
  LN1_NORMALIZED("ln1.hook_normalized", "normalized1", BATCH, POS, D_MODEL),
  /// Queries.
  Q("attn.hook_q", "q", BATCH, POS, HEAD, D_HEAD),
  /// Keys.
  K("attn.hook_k", "k", BATCH, POS, KEY_VALUE_HEAD, D_HEAD),
  /// Values.
  V("attn.hook_v", "v", BATCH, POS, KEY_VALUE_HEAD, D_HEAD),
  /// Scale of the normalisation of queries.
  Q_NORM_SCALE("attn.q_norm.hook_scale", "q_scale", BATCH, POS, HEAD, ONE),
  /// Queries after their normalisation, before its weight.
  Q_NORM_NORMALIZED("attn.q_norm.hook_normalized", "q_normalized", BATCH, POS, HEAD, D_HEAD),
  /// Scale of the normalisation of keys.
  K_NORM_SCALE("attn.k_norm.hook_scale", "k_scale", BATCH, POS, KEY_VALUE_HEAD, ONE),
  /// Keys after their normalisation, before its weight.
  K_NORM_NORMALIZED(
      "attn.k_norm.hook_normalized", "k_normalized", BATCH, POS, KEY_VALUE_HEAD, D_HEAD),
  /// Scale of the normalisation of queries where it runs over all heads together.
  Q_ROW_SCALE("attn.q_norm.hook_scale", "q_scale", BATCH, POS, ONE),
  /// The queries of all heads after their common normalisation, before its weight.
  Q_ROW_NORMALIZED("attn.q_norm.hook_normalized", "q_normalized", BATCH, POS, D_QUERIES),
  /// Scale of the normalisation of keys where it runs over all heads together.
  K_ROW_SCALE("attn.k_norm.hook_scale", "k_scale", BATCH, POS, ONE),
  /// The keys of all heads after their common normalisation, before its weight.
  K_ROW_NORMALIZED("attn.k_norm.hook_normalized", "k_normalized", BATCH, POS, D_KEYS),
  /// Queries turned by their positions.
  ROT_Q("attn.hook_rot_q", "rot_q", BATCH, POS, HEAD, D_HEAD),
  /// Keys turned by their positions.
  ROT_K("attn.hook_rot_k", "rot_k", BATCH, POS, KEY_VALUE_HEAD, D_HEAD),
  /// Scaled and masked products of queries and keys; −∞ where masked.
  ATTN_SCORES("attn.hook_attn_scores", "attn_scores", BATCH, HEAD, QUERY_POS, KEY_POS),
  /// Scores after softmax.
  PATTERN("attn.hook_pattern", "pattern", BATCH, HEAD, QUERY_POS, KEY_POS),
  /// Values mixed by the pattern, before the output projection.
  Z("attn.hook_z", "z", BATCH, POS, HEAD, D_HEAD),
  /// What each head writes into the residual stream.
  RESULT("attn.hook_result", "result", BATCH, POS, HEAD, D_MODEL),
  /// Scale of the second normalisation of attention.
  LN1_POST_SCALE("ln1_post.hook_scale", "scale1_post", BATCH, POS, ONE),
  /// What the second normalisation of attention gives, before its weight.
  LN1_POST_NORMALIZED("ln1_post.hook_normalized", "normalized1_post", BATCH, POS, D_MODEL),
  /// What attention writes into the residual stream.
  ATTN_OUT("hook_attn_out", "attn_out", BATCH, POS, D_MODEL),
  /// Residual stream between attention and MLP.
  RESID_MID("hook_resid_mid", "resid_mid", BATCH, POS, D_MODEL),
  /// What the MLP reads, before the normalisation.
  MLP_IN("hook_mlp_in", "mlp_in", BATCH, POS, D_MODEL),
  /// Scale of the normalisation of the MLP.
  LN2_SCALE("ln2.hook_scale", "scale2", BATCH, POS, ONE),
  /// What the normalisation of the MLP gives, before its weight and bias.
  LN2_NORMALIZED("ln2.hook_normalized", "normalized2", BATCH, POS, D_MODEL),
  /// Neurons before the activation function; in gated MLPs the gates.
  PRE("mlp.hook_pre", "pre", BATCH, POS, D_MLP),
  /// What is multiplied by the gates.
  PRE_LINEAR("mlp.hook_pre_linear", "pre_linear", BATCH, POS, D_MLP),
  /// SoLU neurons before their LayerNorm.
  MID("mlp.hook_mid", "mid", BATCH, POS, D_MLP),
  /// Scale of the LayerNorm of SoLU neurons.
  MLP_LN_SCALE("mlp.ln.hook_scale", "mlp_scale", BATCH, POS, ONE),
  /// SoLU neurons after their LayerNorm, before its weight and bias.
  MLP_LN_NORMALIZED("mlp.ln.hook_normalized", "mlp_normalized", BATCH, POS, D_MLP),
  /// Neurons as the output weights see them.
  POST("mlp.hook_post", "post", BATCH, POS, D_MLP),
  /// Scale of the second normalisation of the MLP.
  LN2_POST_SCALE("ln2_post.hook_scale", "scale2_post", BATCH, POS, ONE),
  /// What the second normalisation of the MLP gives, before its weight.
  LN2_POST_NORMALIZED("ln2_post.hook_normalized", "normalized2_post", BATCH, POS, D_MODEL),
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

  /// Whether it costs much and is computed only if somebody asks for it by name.
  ///
  /// @return true for what single heads read and write, and for the input of the MLP
  public boolean onRequest() {
    return switch (this) {
      case ATTN_IN, Q_INPUT, K_INPUT, V_INPUT, RESULT, MLP_IN -> true;
      default -> false;
    };
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
