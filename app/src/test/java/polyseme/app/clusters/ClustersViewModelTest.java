// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.clusters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyseme.analysis.space.FeatureSpace;
import polyseme.app.fake.FakeWindow;
import polyseme.app.task.JobState;
import polyseme.engine.task.StoreException;

class ClustersViewModelTest {

  private final FakeWindow window = new FakeWindow();
  private final ClustersViewModel model =
      new ClustersViewModel(window.workbench, window.workspace, window.selection, window.jobs);

  @AfterEach
  void close() {
    window.close();
  }

  private void open() {
    window.open(2, 64);
    window.settle();
  }

  @Test
  void aScanIsGroupedWhenItIsOpened() {
    assertNull(model.stateProperty().get());
    window.open(2, 64);
    assertInstanceOf(JobState.Waiting.class, model.stateProperty().get());
    window.settle();
    assertEquals(40, model.rows().size());
  }

  @Test
  void aClusterIsSelectedEverywhere() {
    open();
    var row = model.rows().get(3);
    model.choose(row);
    assertEquals(row.size(), window.selection.selectionProperty().get().size());
    assertTrue(model.isSelected(row));
    assertTrue(model.holdsFocus(row));
    model.add(model.rows().get(4));
    assertFalse(model.isSelected(row));
    assertEquals(
        row.size() + model.rows().get(4).size(), window.selection.selectionProperty().get().size());
  }

  @Test
  void otherSettingsMakeTheListStaleUntilItIsGroupedAgain() {
    open();
    assertFalse(model.staleProperty().get());
    model.kProperty().set(5);
    model.spaceProperty().set(FeatureSpace.INPUT_WEIGHTS);
    assertTrue(model.staleProperty().get());
    model.regroup();
    window.settle();
    assertFalse(model.staleProperty().get());
    assertEquals(5, model.rows().size());
  }

  @Test
  void whatFailsCanBeTriedAgain() {
    open();
    window.workbench.fail(new StoreException("The model has moved.", "Open it again."));
    model.regroup();
    window.settle();
    assertInstanceOf(JobState.Failed.class, model.stateProperty().get());
    window.workbench.fail(null);
    model.regroup();
    window.settle();
    assertInstanceOf(JobState.Done.class, model.stateProperty().get());
  }

  @Test
  void aFirstGroupingThatIsStoppedStaysStopped() {
    window.open(2, 64);
    model.cancel();
    window.settle();
    assertInstanceOf(JobState.Cancelled.class, model.stateProperty().get());
    assertTrue(model.rows().isEmpty());
  }

  @Test
  void aSecondGroupingThatIsStoppedLeavesTheClustersThatTheMapShows() {
    open();
    model.kProperty().set(5);
    model.regroup();
    model.cancel();
    window.settle();
    assertInstanceOf(JobState.Done.class, model.stateProperty().get());
    assertEquals(40, model.rows().size());
    assertEquals(40, window.workspace.clusteringProperty().get().k());
    assertTrue(model.staleProperty().get());
  }
}
