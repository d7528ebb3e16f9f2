// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.nio.file.Path;
import java.util.List;
import polyseme.engine.checkpoint.FoundFolder;
import polyseme.engine.djl.DjlModels;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.model.ModelConfig;
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

  /// The hook points of a model, without opening it.
  ///
  /// @param config what the model is
  /// @return those that fire, in firing order
  public static List<HookPoint> hooks(ModelConfig config) {
    return DjlModels.hooks(config);
  }

  /// What computes.
  ///
  /// @return name and version of the native engine: `PyTorch 2.7.1`
  /// @throws PolysemeException if it cannot be used on this machine
  public static String engine() throws PolysemeException {
    return DjlModels.engine();
  }
}
