// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import polyseme.engine.model.BosChoice;
import polyseme.engine.model.Processing;

/// How a model is opened.
///
/// @param bos whether texts begin with the beginning-of-text token
/// @param processing how weights are rewritten before the model runs
/// @param probes folder that remembers which tokenizers were tried out in a process of their own;
///   null to try none out
public record OpenOptions(BosChoice bos, Processing processing, @Nullable Path probes) {

  /// The family's way to begin texts, weights as they were trained, no tokenizer tried out.
  ///
  /// @return the options
  public static OpenOptions defaults() {
    return new OpenOptions(BosChoice.FAMILY, Processing.NONE, null);
  }

  /// The same with another way to begin texts.
  ///
  /// @param choice whether texts begin with the beginning-of-text token
  /// @return the options
  public OpenOptions withBos(BosChoice choice) {
    return new OpenOptions(choice, processing, probes);
  }

  /// The same with other weights.
  ///
  /// @param other how they are rewritten
  /// @return the options
  public OpenOptions withProcessing(Processing other) {
    return new OpenOptions(bos, other, probes);
  }

  /// The same with tokenizers tried out before they are used.
  ///
  /// @param folder what remembers the results; made if it is not there
  /// @return the options
  public OpenOptions withProbes(Path folder) {
    return new OpenOptions(bos, processing, folder);
  }
}
