// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.Optional;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.Bos;
import polyseme.engine.model.Ends;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.task.CheckpointException;

/// What all Gemmas have in common: weights of normalisations are stored less 1, and token
/// embeddings are multiplied by √dModel.
abstract class GemmaLike extends LlamaLike {

  private static final int USUAL_SCALAR = 256;

  GemmaLike(Architecture architecture, LlamaSizes sizes) {
    super(architecture, sizes);
  }

  @Override
  void check(ConfigFields fields, Dims dims) throws CheckpointException {
    fields.allowOnly("use_bidirectional_attention", List.of("false"));
  }

  @Override
  final Bos bos(BosToken token) throws CheckpointException {
    return token.find("<bos>", true);
  }

  @Override
  final LlamaBiases biases(ConfigFields fields) throws CheckpointException {
    return LlamaBiases.ofAttention(fields);
  }

  @Override
  final float normOffset() {
    return 1;
  }

  @Override
  ActivationFunction activation(ConfigFields fields) throws CheckpointException {
    return NotNull.activation(fields, "hidden_activation", "gelu_pytorch_tanh");
  }

  @Override
  final Ends ends(ConfigFields fields, Dims dims, Norm norm) throws CheckpointException {
    return new Ends(
        Math.sqrt(dims.dModel()), false, dims.dModel(), Optional.of(norm), logitSoftCap(fields));
  }

  /// Soft cap of the logits.
  double logitSoftCap(ConfigFields fields) throws CheckpointException {
    return Attention.NONE;
  }

  /// What scores are divided by where the configuration says so, whatever the width of heads.
  static double scoreScale(ConfigFields fields) throws CheckpointException {
    return Math.sqrt(NotNull.size(fields, "query_pre_attn_scalar", USUAL_SCALAR));
  }

  /// The number under a soft cap's entry.
  ///
  /// @param missing the cap if the entry is missing; null means none
  static double softCap(ConfigFields fields, String key, double missing)
      throws CheckpointException {
    return fields.mentions(key) ? fields.positive(key, Attention.NONE) : missing;
  }
}
