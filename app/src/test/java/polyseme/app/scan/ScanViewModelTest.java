// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyseme.app.fake.FakeModel;
import polyseme.app.fake.FakeWindow;
import polyseme.app.fake.FakeWorkbench;
import polyseme.app.task.JobState;
import polyseme.engine.task.CorpusException;

class ScanViewModelTest {

  private final FakeWindow window = new FakeWindow();
  private final ScanViewModel model =
      new ScanViewModel(window.workbench, window.workspace, window.jobs);

  @AfterEach
  void close() {
    model.cancel();
    window.close();
  }

  private void choose(String folder) {
    window.workspace.open(new FakeModel());
    model.corpus().setAll(Path.of("letters.txt"));
    model.folderProperty().set(Path.of(folder));
  }

  @Test
  void whatIsMissingIsSaidInTheOrderOfTheForm() {
    assertEquals("Open a model first.", model.missing());
    window.workspace.open(new FakeModel());
    assertEquals("Choose texts to scan.", model.missing());
    model.corpus().setAll(Path.of("letters.txt"));
    assertEquals("Choose a folder for the result.", model.missing());
    model.folderProperty().set(Path.of("scan"));
    assertEquals("", model.missing());
  }

  @Test
  void nothingStartsWhileSomethingIsMissing() {
    model.start();
    window.settle();
    assertNull(model.stateProperty().get());
  }

  @Test
  void aFinishedScanIsOpened() {
    choose("scan");
    model.start();
    window.settle();
    assertInstanceOf(JobState.Done.class, model.stateProperty().get());
    assertNotNull(window.workspace.scanProperty().get());
  }

  @Test
  void aScanThatIsStoppedOpensNothing() {
    choose(FakeWorkbench.ENDLESS);
    model.start();
    while (!window.hasNews()) {
      Thread.onSpinWait();
    }
    window.speak();
    assertInstanceOf(JobState.Running.class, model.stateProperty().get());
    model.cancel();
    window.settle();
    assertInstanceOf(JobState.Cancelled.class, model.stateProperty().get());
    assertNull(window.workspace.scanProperty().get());
  }

  @Test
  void whatIsStoppedIsKeptUntilItIsDiscarded() {
    choose(FakeWorkbench.ENDLESS);
    assertFalse(model.hasUnfinished());
    model.start();
    while (!window.hasNews()) {
      Thread.onSpinWait();
    }
    model.togglePause();
    assertTrue(model.pausedProperty().get());
    model.discard();
    assertTrue(model.hasUnfinished(), "nothing is thrown away while it runs");
    model.cancel();
    assertFalse(model.pausedProperty().get());
    window.settle();
    assertTrue(model.hasUnfinished());
    model.discard();
    window.settle();
    assertFalse(model.hasUnfinished());
    assertEquals(1, model.discardedProperty().get());
  }

  @Test
  void aTextThatCannotBeReadIsAFailureAndTheModelStaysOpen() {
    choose("scan");
    window.workbench.fail(new CorpusException("letters.txt is not UTF-8.", "Convert it."));
    model.start();
    window.settle();
    assertInstanceOf(JobState.Failed.class, model.stateProperty().get());
    assertNotNull(window.workspace.modelProperty().get());
  }
}
