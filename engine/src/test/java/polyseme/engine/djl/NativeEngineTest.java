// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import polyseme.engine.task.EngineUnavailableException;

/// What happens where PyTorch must not or cannot start.
final class NativeEngineTest {

  private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";

  @Test
  void aForeignLibraryIsRefusedBeforeItEndsTheProgram() {
    System.setProperty(LIBRARY_PATH, "somewhere");
    try {
      var refused =
          assertThrows(EngineUnavailableException.class, () -> Opened.model("gpt2").close());
      assertTrue(refused.what().contains(LIBRARY_PATH), refused.what());
      assertTrue(refused.remedy().startsWith("Unset"), refused.remedy());
    } finally {
      System.clearProperty(LIBRARY_PATH);
    }
  }

  @Test
  void aLibraryThatDoesNotLoadIsToldWithTheSystemsReason() {
    var failed =
        NativeEngine.unavailable(
            new IllegalStateException("outer", new UnsatisfiedLinkError("libtorch.so: no room")));
    assertTrue(failed.what().contains("libtorch.so: no room"), failed.what());
    assertTrue(failed.what().contains(System.getProperty("os.arch")), failed.what());
    assertTrue(failed.remedy().contains("DJL_CACHE_DIR"), failed.remedy());
    assertTrue(String.valueOf(failed.getCause()).contains("outer"));
  }
}
