// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import polyseme.engine.model.Processing;

/// How a model is opened.
///
/// @param processing how its weights are rewritten
public record OpenOptions(Processing processing) {

  /// Weights as they were trained.
  ///
  /// @return the options
  public static OpenOptions defaults() {
    return new OpenOptions(Processing.NONE);
  }

  /// The same with other weights.
  ///
  /// @param other how they are rewritten
  /// @return the options
  public OpenOptions withProcessing(Processing other) {
    return new OpenOptions(other);
  }
}
