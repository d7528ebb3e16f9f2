// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

/// The kind of model folder: decides how configuration and weights are named, never how they
/// compute.
public enum Architecture {
  /// TransformerLens layout: `config.json` with `d_model`, `*.pth` with `blocks.0.attn.W_Q`.
  TRANSFORMER_LENS("TransformerLens"),
  /// Hugging Face GPT-2 layout: `config.json` with `n_embd`, safetensors with
  /// `h.0.attn.c_attn.weight`.
  GPT2("GPT-2");

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
