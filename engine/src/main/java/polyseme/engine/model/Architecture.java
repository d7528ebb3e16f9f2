// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

/// The kind of model folder: decides how configuration and weights are named, never how they
/// compute.
public enum Architecture {
  /// TransformerLens layout: `config.json` with `d_model`, `*.pth` with `blocks.0.attn.W_Q`.
  TRANSFORMER_LENS("TransformerLens"),
  /// OpenAI's GPT-2 and models trained like it.
  GPT2("GPT-2"),
  /// EleutherAI's GPT-Neo, TinyStories.
  GPT_NEO("GPT-Neo"),
  /// EleutherAI's GPT-J.
  GPT_J("GPT-J"),
  /// EleutherAI's GPT-NeoX and Pythia.
  GPT_NEOX("GPT-NeoX"),
  /// Meta's OPT.
  OPT("OPT"),
  /// BigScience's BLOOM.
  BLOOM("BLOOM"),
  /// Meta's Llama and what follows its layout, such as SmolLM and TinyLlama.
  LLAMA("Llama"),
  /// Mistral AI's Mistral.
  MISTRAL("Mistral"),
  /// Qwen 1.5, 2 and 2.5.
  QWEN2("Qwen 2"),
  /// Qwen 3.
  QWEN3("Qwen 3"),
  /// Google's Gemma 1.
  GEMMA("Gemma"),
  /// Google's Gemma 2.
  GEMMA2("Gemma 2"),
  /// The text part of Google's Gemma 3.
  GEMMA3("Gemma 3"),
  /// Microsoft's Phi 1, 1.5 and 2.
  PHI("Phi"),
  /// Microsoft's Phi 3, 3.5 and 4.
  PHI3("Phi 3"),
  /// Ai2's OLMo 1.
  OLMO("OLMo"),
  /// Ai2's OLMo 2.
  OLMO2("OLMo 2");

  private final String title;

  Architecture(String title) {
    this.title = title;
  }

  /// The name people know.
  ///
  /// @return the title
  public String title() {
    return title;
  }
}
