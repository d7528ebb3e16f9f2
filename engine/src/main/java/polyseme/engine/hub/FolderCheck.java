// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.nio.file.Path;
import polyseme.engine.task.PolysemeException;

/// Looks at a model whose configuration and tokenizer have arrived, before its weights are fetched.
@FunctionalInterface
public interface FolderCheck {

  /// Refuses a model that could not be opened anyway.
  ///
  /// @param folder a folder with configuration and tokenizer, without weights
  /// @throws PolysemeException with the reason
  void check(Path folder) throws PolysemeException;
}
