// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyseme.analysis.space.FeatureSpace;
import polyseme.app.fake.FakeWindow;
import polyseme.app.fake.FakeWorkbench;
import polyseme.engine.model.NeuronId;

class MapViewModelTest {

  private static final int CLUSTERS = 7;

  private final FakeWindow window = new FakeWindow();
  private final MapViewModel model =
      new MapViewModel(
          window.workbench, window.workspace, window.selection, window.visible, window.jobs);

  @BeforeEach
  void open() {
    window.open(3, 32);
  }

  @AfterEach
  void close() {
    window.close();
  }

  private void group() {
    var scan = window.workspace.scanProperty().get();
    window.workspace.show(
        FakeWorkbench.clustering(scan, FeatureSpace.ACTIVATIONS, CLUSTERS, 1), List.of());
  }

  private List<Integer> selected() {
    return window.selection.selectionProperty().get().rows().boxed().toList();
  }

  @Test
  void aClusterOfTheLegendIsSelectedAndLetGo() {
    group();
    model.selectGroup(2);
    var members = window.workspace.clusteringProperty().get().members(2);
    assertEquals(members.rows().boxed().toList(), selected());
    model.selectGroup(2);
    assertTrue(selected().isEmpty());
  }

  @Test
  void aLayerOfTheLegendIsItsNeurons() {
    group();
    model.colourByProperty().set(new ColourBy.Layer());
    model.selectGroup(1);
    assertEquals(32, selected().size());
    assertTrue(selected().stream().allMatch(row -> row / 32 == 1));
  }

  @Test
  void whileThereAreNoClustersTheLegendShowsLayers() {
    model.selectGroup(0);
    assertEquals(32, selected().size());
  }

  @Test
  void ofAClusterOnlyTheShownNeuronsCount() {
    group();
    var members = window.workspace.clusteringProperty().get().members(0);
    assertEquals(members, model.shownOf(members));
    window.selection.filterBy("L1");
    var shown = model.shownOf(members);
    assertTrue(shown.size() < members.size() && !shown.isEmpty());
    assertTrue(shown.rows().allMatch(row -> row / 32 == 1 && members.containsRow(row)));
  }

  @Test
  void selectingGesturesReplaceAddAndTakeAway() {
    model.select(BitSet.valueOf(new long[] {0b1110}), MapViewModel.Combine.REPLACE);
    model.select(BitSet.valueOf(new long[] {0b110000}), MapViewModel.Combine.ADD);
    model.select(BitSet.valueOf(new long[] {0b100}), MapViewModel.Combine.SUBTRACT);
    assertEquals(List.of(1, 3, 4, 5), selected());
  }

  @Test
  void aPointIsFocusedByItsRowAndOnlyPreviewedByHovering() {
    model.hover(40);
    assertEquals(new NeuronId(1, 8), window.selection.hoverProperty().get());
    assertNull(window.selection.focusProperty().get());
    model.pick(65);
    assertEquals(new NeuronId(2, 1), window.selection.focusProperty().get());
    assertEquals(65, model.rowOf(new NeuronId(2, 1)));
    assertEquals(-1, model.rowOf(new NeuronId(9, 0)));
    model.hover(-1);
    assertNull(window.selection.hoverProperty().get());
  }
}
