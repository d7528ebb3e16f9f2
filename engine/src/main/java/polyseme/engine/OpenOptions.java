// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import polyseme.engine.model.BosChoice;
import polyseme.engine.model.Processing;

/// How a model is opened.
///
/// @param processing how its weights are rewritten
/// @param bos whether texts begin with the beginning-of-text token
/// @param probes folder that remembers which tokenizers were tried out in a process of their own;
///   null to try none out
public record OpenOptions(Processing processing, BosChoice bos, @Nullable Path probes) {

  /// Weights as they were trained, the family's way to begin texts, no tokenizer tried out.
  ///
  /// @return the options
  public static OpenOptions defaults() {
    return new OpenOptions(Processing.NONE, BosChoice.FAMILY, null);
  }

  /// The same with other weights.
  ///
  /// @param other how they are rewritten
  /// @return the options
  public OpenOptions withProcessing(Processing other) {
    return new OpenOptions(other, bos, probes);
  }

  /// The same with another way to begin texts.
  ///
  /// @param choice whether texts begin with the beginning-of-text token
  /// @return the options
  public OpenOptions withBos(BosChoice choice) {
    return new OpenOptions(processing, choice, probes);
  }

  /// The same with tokenizers tried out before they are used.
  ///
  /// @param folder what remembers the results; made if it is not there
  /// @return the options
  public OpenOptions withProbes(Path folder) {
    return new OpenOptions(processing, bos, folder);
  }
}
