// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.task.CheckpointException;

/// Sizes in the configurations of GPT-2 and its kin. Some have two spellings, of which the longer
/// one wins where both are there.
///
/// @param fields the configuration
record GptSizes(ConfigFields fields) {

  /// A size with one name.
  int size(String key, int usual) throws CheckpointException {
    return NotNull.size(fields, key, usual);
  }

  /// A size with two names.
  ///
  /// @param standard the name that wins
  /// @param own the name in the family's own files
  /// @param usual the size where both are missing
  int size(String standard, String own, int usual) throws CheckpointException {
    return size(fields.mentions(standard) ? standard : own, usual);
  }

  /// Neurons of a block; four times the width if the entry is missing or null.
  int neurons(String key, int dModel) throws CheckpointException {
    return fields.has(key) ? fields.size(key) : Math.multiplyExact(4, dModel);
  }

  /// Puts the sizes together; the width is divided among the heads.
  ///
  /// @param nLayers blocks
  /// @param dModel width of the residual stream
  /// @param nHeads heads
  /// @param dMlp neurons of a block
  /// @param nCtx longest context
  /// @param dVocab tokens where `vocab_size` is missing
  Dims dims(int nLayers, int dModel, int nHeads, int dMlp, int nCtx, int dVocab)
      throws CheckpointException {
    return ConfigDims.checked(
        fields,
        new Dims(
            nLayers,
            dModel,
            nHeads,
            ConfigDims.perHead(fields, dModel, nHeads),
            dMlp,
            nCtx,
            size("vocab_size", dVocab)));
  }
}
