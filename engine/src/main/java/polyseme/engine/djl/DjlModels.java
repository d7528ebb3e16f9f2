// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDManager;
import java.util.List;
import polyseme.engine.HookedModel;
import polyseme.engine.OpenOptions;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.ProcessedWeights;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.Processing;
import polyseme.engine.task.EngineUnavailableException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.text.Tokenizer;

/// The one way into this package.
public final class DjlModels {

  private DjlModels() {}

  /// Loads a model folder into the native engine.
  ///
  /// @param folder the folder
  /// @param options how
  /// @param progress told about the loading
  /// @return the model; the caller closes it
  /// @throws PolysemeException if engine, weights or tokenizer cannot be used
  public static HookedModel open(ModelFolder folder, OpenOptions options, Progress progress)
      throws PolysemeException {
    progress.checkCancelled();
    DjlTokenizer tokenizer = null;
    HookedModel model = null;
    var processing = options.processing();
    try (var weights =
        ProcessedWeights.of(ModelWeights.open(folder), folder.config(), processing)) {
      tokenizer = tokenizer(folder, options, progress);
      model = open(folder, weights, tokenizer, progress);
    } finally {
      if (model == null && tokenizer != null) {
        tokenizer.close();
      }
    }
    return model;
  }

  private static DjlTokenizer tokenizer(ModelFolder folder, OpenOptions options, Progress progress)
      throws PolysemeException {
    var file = TokenizerFile.read(folder.tokenizerFile());
    var probes = options.probes();
    if (probes != null) {
      new TokenizerProbes(probes).check(file, progress);
    }
    return DjlTokenizer.open(file, options.bos().token(folder.config().bos()));
  }

  /// The hook points of a model that need not be open.
  ///
  /// @param config what the model is
  /// @return those that fire, in firing order
  public static List<HookPoint> hooks(ModelConfig config) {
    return FiringOrder.of(config);
  }

  /// What computes.
  ///
  /// @return name and version of the native engine
  /// @throws EngineUnavailableException if it cannot be used on this machine
  public static String engine() throws EngineUnavailableException {
    return NativeEngine.title();
  }

  /// Loads weights from wherever they come into the native engine. Nothing native is left behind if
  /// that fails or is cancelled.
  ///
  /// @param folder what the model is, and where it came from
  /// @param weights its weights; the caller closes them
  /// @param tokenizer its tokenizer
  /// @param progress told about the loading
  /// @return the model; the caller closes it
  /// @throws PolysemeException if engine or weights cannot be used
  public static HookedModel open(
      ModelFolder folder, ModelWeights weights, Tokenizer tokenizer, Progress progress)
      throws PolysemeException {
    var unprocessed = ProcessedWeights.of(weights, folder.config(), Processing.NONE);
    return open(folder, unprocessed, tokenizer, progress, NativeEngine.start());
  }

  /// The same with weights that are processed while they are read.
  ///
  /// @param folder what the model is, and where it came from
  /// @param weights its weights; the caller closes them
  /// @param tokenizer its tokenizer
  /// @param progress told about the loading
  /// @return the model; the caller closes it
  /// @throws PolysemeException if engine or weights cannot be used
  public static HookedModel open(
      ModelFolder folder, ProcessedWeights weights, Tokenizer tokenizer, Progress progress)
      throws PolysemeException {
    return open(folder, weights, tokenizer, progress, NativeEngine.start());
  }

  /// The same with native memory that is already there; it is closed if the loading fails.
  static HookedModel open(
      ModelFolder folder,
      ProcessedWeights weights,
      Tokenizer tokenizer,
      Progress progress,
      NDManager manager)
      throws PolysemeException {
    HookedModel model = null;
    try {
      var decoder = new DecoderLoader(weights.config(), weights, manager, progress).load();
      var made = new DjlHookedModel.Made(folder, weights.config(), weights.processing());
      model = new DjlHookedModel(made, tokenizer, manager, decoder);
    } finally {
      if (model == null) {
        manager.close();
      }
    }
    return model;
  }
}
