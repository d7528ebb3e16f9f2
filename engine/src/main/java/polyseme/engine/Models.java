// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.nio.file.Path;
import polyseme.engine.checkpoint.FoundFolder;
import polyseme.engine.djl.DjlModels;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// Opens models.
public final class Models {

  private Models() {}

  /// Opens a model folder: reads configuration and tokenizer, starts the native engine, loads
  /// weights.
  ///
  /// @param folder a folder in TransformerLens or Hugging Face layout
  /// @param progress told about the loading
  /// @return the model; the caller closes it
  /// @throws PolysemeException if the folder is no model that can be opened, with the reason
  public static HookedModel open(Path folder, Progress progress) throws PolysemeException {
    return open(folder, OpenOptions.defaults(), progress);
  }

  /// Opens a model folder: reads configuration and tokenizer, starts the native engine, loads
  /// weights.
  ///
  /// @param folder a folder in TransformerLens or Hugging Face layout
  /// @param options how
  /// @param progress told about the loading
  /// @return the model; the caller closes it
  /// @throws PolysemeException if the folder is no model that can be opened, with the reason
  public static HookedModel open(Path folder, OpenOptions options, Progress progress)
      throws PolysemeException {
    return DjlModels.open(FoundFolder.in(folder), options, progress);
  }
}
