// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

/// Why a model that has a name cannot be opened.
public enum Obstacle {
  /// BERT, T5.
  ENCODER("encoder", "it is an encoder, and only decoder-only language models are supported"),
  /// HuBERT, wav2vec 2.0.
  AUDIO("audio", "it reads sound, not text"),
  /// Mixtral, OLMoE, gpt-oss.
  EXPERTS("experts", "it is a mixture of experts, which is not supported"),
  /// The first Qwen.
  REMOTE_CODE(
      "remote-code", "its computation is a program in its own repository, which is never run"),
  /// SantaCoder.
  MULTI_QUERY("multi-query", "its family, GPT-BigCode, is not supported"),
  /// OLMo 3.
  OLMO3("olmo3", "its family, OLMo 3, is not supported"),
  /// Apertus.
  APERTUS("apertus", "its family, Apertus, is not supported"),
  /// The first LLaMA.
  NOT_PUBLISHED(
      "not-published",
      "its weights were never put on the hub under this name; a folder with them can be opened");

  private final String key;
  private final String reason;

  Obstacle(String key, String reason) {
    this.key = key;
    this.reason = reason;
  }

  /// The word for it in the table of names.
  ///
  /// @return a word that stays the same
  String key() {
    return key;
  }

  /// Why, as the second half of a sentence.
  ///
  /// @return such as `it reads sound, not text`
  public String reason() {
    return reason;
  }
}
