// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

/// The function between `hook_pre` and `hook_post`; its name as configurations spell it.
public enum ActivationFunction {
  /// x · softmax(x) over the neurons of a layer, then a LayerNorm over them (SoLU).
  SOLU_LN("solu_ln"),
  /// x · Φ(x) with the exact normal distribution.
  GELU("gelu"),
  /// The tanh approximation of GELU used by GPT-2.
  GELU_NEW("gelu_new");

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
}
