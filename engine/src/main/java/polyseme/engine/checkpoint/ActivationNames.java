// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.Optional;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.task.CheckpointException;

/// The names of activation functions in Hugging Face's configurations. Some functions have several
/// names, which differ in rounding only.
final class ActivationNames {

  private ActivationNames() {}

  /// Reads an entry.
  ///
  /// @param fields the configuration
  /// @param key the entry
  /// @param otherwise the name that is meant if it is missing
  /// @return the function
  static ActivationFunction read(ConfigFields fields, String key, String otherwise)
      throws CheckpointException {
    var name = fields.text(key).orElse(otherwise);
    return find(name).orElseThrow(() -> fields.refused(key));
  }

  private static Optional<ActivationFunction> find(String name) {
    return switch (name) {
      case "gelu", "gelu_python" -> Optional.of(ActivationFunction.GELU);
      case "gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_accurate", "gelu_fast" ->
          Optional.of(ActivationFunction.GELU_NEW);
      case "gelu_10" -> Optional.of(ActivationFunction.GELU_10);
      case "quick_gelu" -> Optional.of(ActivationFunction.QUICK_GELU);
      case "silu", "swish" -> Optional.of(ActivationFunction.SILU);
      case "relu" -> Optional.of(ActivationFunction.RELU);
      case "relu2" -> Optional.of(ActivationFunction.RELU2);
      case "relu6" -> Optional.of(ActivationFunction.RELU6);
      case "leaky_relu" -> Optional.of(ActivationFunction.LEAKY_RELU);
      case "sigmoid" -> Optional.of(ActivationFunction.SIGMOID);
      case "tanh" -> Optional.of(ActivationFunction.TANH);
      case "mish" -> Optional.of(ActivationFunction.MISH);
      case "hardswish" -> Optional.of(ActivationFunction.HARDSWISH);
      case "linear" -> Optional.of(ActivationFunction.LINEAR);
      default -> Optional.empty();
    };
  }
}
