// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import polyseme.engine.model.BosChoice;

/// How a model is opened.
///
/// @param bos whether texts begin with the beginning-of-text token
/// @param probes folder that remembers which tokenizers were tried out in a process of their own;
///   null to try none out
public record OpenOptions(BosChoice bos, @Nullable Path probes) {

  /// The family's way to begin texts, no tokenizer tried out.
  ///
  /// @return the options
  public static OpenOptions defaults() {
    return new OpenOptions(BosChoice.FAMILY, null);
  }

  /// The same with another way to begin texts.
  ///
  /// @param choice whether texts begin with the beginning-of-text token
  /// @return the options
  public OpenOptions withBos(BosChoice choice) {
    return new OpenOptions(choice, probes);
  }

  /// The same with tokenizers tried out before they are used.
  ///
  /// @param folder what remembers the results; made if it is not there
  /// @return the options
  public OpenOptions withProbes(Path folder) {
    return new OpenOptions(bos, folder);
  }
}
