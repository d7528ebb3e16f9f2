// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import polyseme.engine.HookedModel;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.task.EngineUnavailableException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// The one way into this package.
public final class DjlModels {

  private DjlModels() {}

  /// Loads a model folder into the native engine.
  ///
  /// @param folder the folder
  /// @param progress told about the loading
  /// @return the model; the caller closes it
  /// @throws PolysemeException if engine, weights or tokenizer cannot be used
  public static HookedModel open(ModelFolder folder, Progress progress) throws PolysemeException {
    progress.checkCancelled();
    throw new EngineUnavailableException(
        "%s cannot be opened yet.".formatted(folder.path()), "Wait.");
  }
}
