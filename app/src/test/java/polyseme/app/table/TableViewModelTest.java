// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyseme.analysis.space.FeatureSpace;
import polyseme.app.fake.FakeScan;
import polyseme.app.fake.FakeWindow;
import polyseme.app.fake.FakeWorkbench;
import polyseme.app.table.NeuronColumn.Direction;
import polyseme.app.table.TableViewModel.Order;
import polyseme.engine.model.NeuronId;

class TableViewModelTest {

  /// The one neuron of the made-up scan that never varies.
  private static final NeuronId FLAT = new NeuronId(0, 7);

  private final FakeWindow window = new FakeWindow();
  private final TableViewModel model =
      new TableViewModel(window.workspace, window.selection, window.visible);

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void withoutAScanThereIsNothingToCount() {
    assertFalse(model.openProperty().get());
    assertEquals("", model.countProperty().get());
    assertEquals(List.of(), model.rows());
  }

  @Test
  void theFilterIsCountedInWords() {
    window.open(2, 1024);
    assertEquals("2,048 neurons", model.countProperty().get());
    model.filterBy("L1");
    assertEquals("1,024 of 2,048 neurons", model.countProperty().get());
    model.selectRange(3, 1);
    assertEquals("1,024 of 2,048 neurons · 3 selected", model.countProperty().get());
  }

  @Test
  void whatIsNotDefinedComesLastEitherWay() {
    window.open(2, 64);
    for (var direction : Direction.values()) {
      model.sortBy(List.of(new Order(NeuronColumn.KURTOSIS, direction)));
      assertEquals(FLAT, model.rows().getLast().id());
    }
    var greatest = model.rows().getFirst().stats().kurtosis();
    assertTrue(model.rows().get(1).stats().kurtosis() <= greatest);
  }

  @Test
  void theOrderOutlivesTheFilter() {
    window.open(2, 64);
    model.sortBy(List.of(new Order(NeuronColumn.NEURON, Direction.DESCENDING)));
    model.filterBy("L0");
    assertEquals(new NeuronId(0, 63), model.rows().getFirst().id());
    model.sortBy(List.of());
    assertEquals(new NeuronId(0, 0), model.rows().getFirst().id());
  }

  @Test
  void positionsFollowOrderAndFilter() {
    window.open(2, 64);
    assertEquals(64, model.position(new NeuronId(1, 0)));
    model.sortBy(List.of(new Order(NeuronColumn.NEURON, Direction.DESCENDING)));
    assertEquals(63, model.position(new NeuronId(1, 0)));
    model.filterBy("L0");
    assertEquals(-1, model.position(new NeuronId(1, 0)));
    assertEquals(-1, model.position(new NeuronId(9, 0)));
  }

  @Test
  void togglingTwiceChangesNothing() {
    window.open(1, 16);
    var row = model.rows().get(5);
    model.toggle(row);
    assertTrue(model.isSelected(row));
    model.toggle(row);
    assertTrue(window.selection.selectionProperty().get().isEmpty());
  }

  @Test
  void selectingAllSelectsWhatTheFilterLeaves() {
    window.open(2, 64);
    model.filterBy("L1");
    model.selectAll();
    assertEquals(64, window.selection.selectionProperty().get().size());
    model.filterBy("max>1000");
    model.selectAll();
    assertTrue(window.selection.selectionProperty().get().isEmpty());
  }

  @Test
  void clustersArriveInTheirColumn() {
    window.open(1, 64);
    assertEquals("–", NeuronColumn.CLUSTER.text(model.rows().getFirst()));
    window.workspace.show(
        FakeWorkbench.clustering(new FakeScan(1, 64), FeatureSpace.ACTIVATIONS, 4, 1),
        List.of("a", "b", "c", "d"));
    assertEquals("0", NeuronColumn.CLUSTER.text(model.rows().getFirst()));
    assertEquals(4, model.clusters());
  }
}
