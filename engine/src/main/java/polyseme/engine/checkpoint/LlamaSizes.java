// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.task.CheckpointException;

/// Sizes and other numbers that a family's configuration class has where `config.json` does not
/// mention them. Published files leave out much of it.
///
/// @param dVocab `vocab_size`
/// @param dModel `hidden_size`
/// @param dMlp `intermediate_size`
/// @param nLayers `num_hidden_layers`
/// @param nHeads `num_attention_heads`
/// @param nKeyValueHeads `num_key_value_heads`; otherwise as many as queries
/// @param dHead `head_dim`; otherwise what is left of `hidden_size` for each head
/// @param nCtx `max_position_embeddings`
/// @param epsilon `rms_norm_eps`
/// @param tied `tie_word_embeddings`
record LlamaSizes(
    int dVocab,
    int dModel,
    int dMlp,
    int nLayers,
    int nHeads,
    Derived nKeyValueHeads,
    Derived dHead,
    int nCtx,
    double epsilon,
    boolean tied) {

  /// A size that may follow from others.
  ///
  /// @param missing the size if the entry is missing; 0 if it follows from others then
  /// @param nullable whether the entry may be null, and the size then follows from others
  record Derived(int missing, boolean nullable) {

    /// Follows from others if it is missing or null.
    static final Derived USUALLY = new Derived(0, true);

    /// Follows from others if it is missing; the reference fails if it is null.
    static final Derived IF_MISSING = new Derived(0, false);

    /// Follows from others if it is null.
    static Derived ifNull(int missing) {
      return new Derived(missing, true);
    }

    /// Never follows from others.
    static Derived never(int missing) {
      return new Derived(missing, false);
    }

    /// The size, or 0 if it follows from others.
    private int read(ConfigFields fields, String key) throws CheckpointException {
      return nullable && fields.mentions(key) && !fields.has(key)
          ? 0
          : NotNull.size(fields, key, missing);
    }
  }

  Dims dims(ConfigFields fields) throws CheckpointException {
    var width = NotNull.size(fields, "hidden_size", dModel);
    var heads = NotNull.size(fields, "num_attention_heads", nHeads);
    var perHead = dHead.read(fields, "head_dim");
    return ConfigDims.checked(
        fields,
        new Dims(
            NotNull.size(fields, "num_hidden_layers", nLayers),
            width,
            heads,
            perHead == 0 ? ConfigDims.perHead(fields, width, heads) : perHead,
            NotNull.size(fields, "intermediate_size", dMlp),
            NotNull.size(fields, "max_position_embeddings", nCtx),
            NotNull.size(fields, "vocab_size", dVocab)));
  }

  int keyValueHeads(ConfigFields fields, Dims dims) throws CheckpointException {
    var own = nKeyValueHeads.read(fields, "num_key_value_heads");
    var heads = own == 0 ? dims.nHeads() : own;
    if (dims.nHeads() % heads != 0) {
      throw Failures.unsupported(
          fields.file(),
          "divides %d heads of queries among %d of keys and values"
              .formatted(dims.nHeads(), heads));
    }
    return heads;
  }

  boolean tied(ConfigFields fields) throws CheckpointException {
    return NotNull.flag(fields, "tie_word_embeddings", tied);
  }
}
