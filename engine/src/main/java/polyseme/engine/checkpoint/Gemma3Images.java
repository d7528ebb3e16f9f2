// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.regex.Pattern;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;

/// A Gemma 3 that also sees images: its text part, which lies within the configuration and among
/// other tensors. Texts alone pass through nothing else.
final class Gemma3Images implements Family {

  private static final Pattern OF_IMAGES =
      Pattern.compile("(model\\.)?(vision_tower|multi_modal_projector)\\..*");

  private final Gemma3 text = new Gemma3();

  @Override
  public ModelConfig config(ConfigFields fields, BosToken bos) throws CheckpointException {
    CommonRules.check(fields);
    var inner = fields.within("text_config");
    inner.allowOnly("model_type", List.of("gemma3_text"));
    return text.config(inner, new BosToken(inner, bos.files()));
  }

  @Override
  public void place(ModelConfig config, ConfigFields fields, WeightPlan plan)
      throws CheckpointException {
    var prefix =
        Placing.prefix(
            plan,
            LlamaPlacing.ANCHOR,
            "model.language_model.",
            "language_model.model.",
            "language_model.");
    var placing = new Placing(config, plan, prefix);
    var head = plan.has("language_model.lm_head.weight") ? "language_model." : "";
    // Of the two entries of this name, the reference reads the one outside.
    var tied = fields.flag("tie_word_embeddings", true);
    placing.ends(LlamaPlacing.EMBEDDING, head + "lm_head.weight", tied);
    text.place(
        config, fields.within("text_config"), placing, name -> OF_IMAGES.matcher(name).matches());
  }
}
