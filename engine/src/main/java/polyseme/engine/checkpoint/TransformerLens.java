// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;

/// TransformerLens' own layout, in which the SoLU, GELU and attention-only models were published.
final class TransformerLens implements Family {

  @Override
  public ModelConfig config(ConfigFields fields, BosToken bos) throws CheckpointException {
    return TransformerLensConfig.read(fields, bos);
  }

  @Override
  public void place(ModelConfig config, ConfigFields fields, WeightPlan plan)
      throws CheckpointException {
    if (fields.text("architecture").orElse("").equals(TransformerLensConfig.MINGPT)) {
      MinGptNaming.fill(config, plan);
    } else {
      TransformerLensNaming.fill(config, fields, plan);
    }
  }
}
