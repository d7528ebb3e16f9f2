// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

/// The function between `hook_pre` and `hook_post`; its name as configurations spell it. σ is the
/// logistic function, Φ the normal distribution.
public enum ActivationFunction {
  /// x · softmax(x) over the neurons of a layer, then a LayerNorm over them (SoLU).
  SOLU_LN("solu_ln"),
  /// x · softmax(x) over the neurons of a layer.
  SOLU("solu"),
  /// x · Φ(x).
  GELU("gelu"),
  /// The tanh approximation of GELU used by GPT-2: x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))).
  GELU_NEW("gelu_new"),
  /// x · Φ(x), kept within ± 10.
  GELU_10("gelu_10"),
  /// x · σ(1.702 x).
  QUICK_GELU("quick_gelu"),
  /// x · σ(x).
  SILU("silu"),
  /// max(x, 0).
  RELU("relu"),
  /// max(x, 0)².
  RELU2("relu2"),
  /// min(max(x, 0), 6).
  RELU6("relu6"),
  /// x where x ≥ 0, else x / 100.
  LEAKY_RELU("leaky_relu"),
  /// σ(x).
  SIGMOID("sigmoid"),
  /// tanh(x).
  TANH("tanh"),
  /// x · tanh(ln(1 + eˣ)).
  MISH("mish"),
  /// x · min(max(x + 3, 0), 6) / 6.
  HARDSWISH("hardswish"),
  /// x.
  LINEAR("linear");

  private final String configName;

  ActivationFunction(String configName) {
    this.configName = configName;
  }

  /// How `config.json` spells it.
  ///
  /// @return the name
  public String configName() {
    return configName;
  }

  /// Whether a LayerNorm over the neurons follows.
  ///
  /// @return true for SoLU as it was trained
  public boolean normalised() {
    return this == SOLU_LN;
  }
}
