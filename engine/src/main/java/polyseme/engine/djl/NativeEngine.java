// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import polyseme.engine.task.EngineUnavailableException;

/// Starts PyTorch in this process, without a connection to anywhere and without threads of its own.
final class NativeEngine {

  private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";

  private NativeEngine() {}

  /// Starts the engine, once in a process; later calls only make another manager.
  ///
  /// @return a manager of native memory; the caller closes it
  /// @throws EngineUnavailableException if the native library is missing, foreign or does not load
  static NDManager start() throws EngineUnavailableException {
    refuseForeignLibrary();
    // Read by DJL when its classes load: no telemetry, no download, no OpenMP team, no look for
    // CUDA.
    prefer("OPT_OUT_TRACKING", "true");
    prefer("ai.djl.offline", "true");
    prefer("ai.djl.pytorch.num_threads", "1");
    prefer("ai.djl.pytorch.num_interop_threads", "1");
    prefer("PYTORCH_FLAVOR", "cpu");
    try {
      var manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
      withoutGradients();
      return manager;
    } catch (EngineException | LinkageError | IllegalStateException failed) {
      throw unavailable(failed);
    }
  }

  /// Name and version of the engine, started if need be.
  static String title() throws EngineUnavailableException {
    start().close();
    return "PyTorch " + Engine.getEngine("PyTorch").getVersion();
  }

  /// Switches gradients off on this thread: PyTorch keeps that setting for each thread, and new
  /// ones begin with gradients on.
  static void withoutGradients() {
    JniUtils.setGradMode(false);
  }

  /// Before the first DJL call of a tokenizer, which would otherwise look around the network as
  /// well.
  static void stayOffline() {
    prefer("OPT_OUT_TRACKING", "true");
    prefer("ai.djl.offline", "true");
  }

  /// Whether a computation failed because PyTorch was given no memory.
  static boolean isOutOfMemory(EngineException failed) {
    return String.valueOf(failed.getMessage()).contains("allocate memory");
  }

  // A PyTorch of another version ends the JVM, not the call.
  private static void refuseForeignLibrary() throws EngineUnavailableException {
    if (System.getenv(LIBRARY_PATH) != null || System.getProperty(LIBRARY_PATH) != null) {
      throw new EngineUnavailableException(
          "%s points to another PyTorch, which would end this program without a word."
              .formatted(LIBRARY_PATH),
          "Unset %s: the right PyTorch comes with Polyseme.".formatted(LIBRARY_PATH));
    }
  }

  static EngineUnavailableException unavailable(Throwable failed) {
    var root = failed;
    for (var cause = root.getCause(); cause != null; cause = cause.getCause()) {
      root = cause;
    }
    var why = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    var unavailable =
        new EngineUnavailableException(
            "PyTorch does not start on this machine (%s, %s): %s"
                .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), why),
            "Polyseme runs on Linux (x86_64, aarch64), macOS (aarch64) and Windows (x86_64), and"
                + " needs 500 MB free where DJL_CACHE_DIR or the home directory lies.");
    unavailable.initCause(failed);
    return unavailable;
  }

  private static void prefer(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
