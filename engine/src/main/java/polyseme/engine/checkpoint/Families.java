// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.Map;
import polyseme.engine.task.CheckpointException;

/// The families that can be read, by what `config.json` calls them.
final class Families {

  private static final Map<String, Family> BY_TYPE =
      Map.ofEntries(
          Map.entry("gpt2", new Gpt2()),
          Map.entry("gpt_neo", new GptNeo()),
          Map.entry("gptj", new GptJ()),
          Map.entry("gpt_neox", new GptNeoX()),
          Map.entry("opt", new Opt()),
          Map.entry("bloom", new Bloom()),
          Map.entry("phi", new Phi()),
          Map.entry("llama", new Llama()),
          Map.entry("mistral", new Mistral()),
          Map.entry("qwen2", new Qwen2()),
          Map.entry("qwen3", new Qwen3()),
          Map.entry("gemma", new Gemma()),
          Map.entry("gemma2", new Gemma2()),
          Map.entry("gemma3_text", new Gemma3()),
          Map.entry("gemma3", new Gemma3Images()),
          Map.entry("phi3", new Phi3()),
          Map.entry("olmo", new Olmo()),
          Map.entry("olmo2", new Olmo2()));

  private Families() {}

  /// Finds the family of a folder.
  ///
  /// @param fields its `config.json`
  /// @return the family
  /// @throws CheckpointException if it is none that can be read
  static Family of(ConfigFields fields) throws CheckpointException {
    var type = fields.text("model_type");
    if (type.isPresent()) {
      var family = BY_TYPE.get(type.get());
      if (family == null) {
        throw fields.refused("model_type");
      }
      return family;
    }
    if (fields.has("n_embd")) {
      return new Gpt2();
    }
    if (fields.has("d_model") || fields.has("n_layers") || fields.has("d_vocab")) {
      return new TransformerLens();
    }
    throw Failures.unsupported(
        fields.file(), "is neither TransformerLens' (d_model) nor Hugging Face's (model_type)");
  }

  /// Whether a folder has Hugging Face's files of weights.
  static boolean huggingFace(ConfigFields fields) throws CheckpointException {
    return !(of(fields) instanceof TransformerLens);
  }
}
