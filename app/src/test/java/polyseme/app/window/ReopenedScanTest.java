// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyseme.app.fake.FakeWindow;
import polyseme.app.open.OpenViewModel;
import polyseme.engine.model.BosChoice;
import polyseme.engine.model.Processing;

/// A scan's model is opened the way it was scanned, so that own texts give numbers of one kind.
final class ReopenedScanTest {

  private final FakeWindow window = new FakeWindow();

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void theModelBeginsTextsAsTheScanDid() {
    new OpenViewModel(window.workbench, window.workspace, window.jobs).openDemo();
    window.settle();
    window.settle();
    var options = window.workbench.opened().orElseThrow();
    assertEquals(BosChoice.NEVER, options.bos());
    assertEquals(Processing.NONE, options.processing());
    assertNotNull(window.workspace.scanProperty().get());
    assertNotNull(window.workspace.modelProperty().get());
  }
}
