// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import polyseme.engine.task.CheckpointException;

/// Which linear layers of a block have a bias.
///
/// @param queriesKeysValues those that heads read with
/// @param output the one that heads write with
/// @param mlp those of the MLP
record LlamaBiases(boolean queriesKeysValues, boolean output, boolean mlp) {

  /// None.
  static final LlamaBiases NONE = new LlamaBiases(false, false, false);

  /// Those of attention, if `attention_bias` says so.
  static LlamaBiases ofAttention(ConfigFields fields) throws CheckpointException {
    var all = NotNull.flag(fields, "attention_bias", false);
    return new LlamaBiases(all, all, false);
  }
}
