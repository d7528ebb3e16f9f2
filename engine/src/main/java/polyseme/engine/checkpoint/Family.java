// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;

/// One family of models: what the entries of its `config.json` mean and what its tensors are
/// called. A family only translates; it never computes.
interface Family {

  /// Reads the configuration. Every entry that the reference honours is honoured here or refused by
  /// name.
  ///
  /// @param fields `config.json`
  /// @param bos finds what begins every text
  /// @return what the model is
  ModelConfig config(ConfigFields fields, BosToken bos) throws CheckpointException;

  /// Says where each weight of the model lies in its files.
  ///
  /// @param config what the model is
  /// @param fields `config.json`
  /// @param plan takes the places
  void place(ModelConfig config, ConfigFields fields, WeightPlan plan) throws CheckpointException;
}
