// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDManager;
import java.util.List;
import polyseme.engine.HookedModel;
import polyseme.engine.OpenOptions;
import polyseme.engine.checkpoint.FoundFolder;
import polyseme.engine.checkpoint.MemoryNeed;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.ProcessedWeights;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.Processing;
import polyseme.engine.task.EngineUnavailableException;
import polyseme.engine.task.FreeMemory;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Workers;
import polyseme.engine.text.Tokenizer;

/// The one way into this package.
public final class DjlModels {

  private DjlModels() {}

  /// Loads a model folder into the native engine, and computes its digest meanwhile.
  ///
  /// @param found the folder
  /// @param options how
  /// @param progress told about the loading
  /// @return the model; the caller closes it
  /// @throws PolysemeException if engine, weights or tokenizer cannot be used, or a file changes
  ///   meanwhile
  public static HookedModel open(FoundFolder found, OpenOptions options, Progress progress)
      throws PolysemeException {
    progress.checkCancelled();
    try (var workers = new Workers(1);
        var digest = workers.begin(found::digest)) {
      Naming naming =
          folder -> {
            found.checkUnchanged();
            return folder.withDigest(digest.result());
          };
      return open(found.folder(), options, progress, naming);
    }
  }

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
    return open(folder, options, progress, same -> same);
  }

  /// Says, once all is loaded, what the folder is.
  @FunctionalInterface
  interface Naming {
    ModelFolder named(ModelFolder folder) throws PolysemeException;
  }

  private static HookedModel open(
      ModelFolder folder, OpenOptions options, Progress progress, Naming naming)
      throws PolysemeException {
    DjlTokenizer tokenizer = null;
    HookedModel model = null;
    var processing = options.processing();
    try (var weights =
        ProcessedWeights.of(ModelWeights.open(folder), folder.config(), processing)) {
      MemoryNeed.of(weights.config(), weights).check(folder.name(), FreeMemory.bytes());
      tokenizer = tokenizer(folder, options, progress);
      var loading = new Loading(weights, NativeEngine.start(), progress);
      model = loading.model(folder, tokenizer, naming);
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
    return open(folder, unprocessed, tokenizer, progress);
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
    return new Loading(weights, NativeEngine.start(), progress)
        .model(folder, tokenizer, same -> same);
  }

  /// Weights on their way into native memory, which is closed if they do not arrive.
  ///
  /// @param weights where they come from
  /// @param manager keeps what is loaded
  /// @param progress told about the loading
  record Loading(ProcessedWeights weights, NDManager manager, Progress progress) {

    HookedModel model(ModelFolder folder, Tokenizer tokenizer, Naming naming)
        throws PolysemeException {
      HookedModel model = null;
      try {
        var decoder = new DecoderLoader(weights.config(), weights, manager, progress).load();
        var made =
            new DjlHookedModel.Made(naming.named(folder), weights.config(), weights.processing());
        model = new DjlHookedModel(made, tokenizer, manager, decoder);
      } finally {
        if (model == null) {
          manager.close();
        }
      }
      return model;
    }
  }
}
