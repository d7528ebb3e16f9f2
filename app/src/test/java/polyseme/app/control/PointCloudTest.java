// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import polyseme.app.control.Fx.Held;
import polyseme.engine.task.Workers;
import polyseme.engine.tensor.FloatMatrix;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PointCloudTest {

  private final Workers workers = new Workers(2);

  @AfterAll
  void close() {
    workers.close();
  }

  /// Five points: a cross with arms of 10 about 0; 0 middle, 1 right, 2 up, 3 left, 4 down.
  private PointCloud cross() {
    var cloud = new PointCloud(workers);
    cloud.setPoints(FloatMatrix.wrap(5, 2, new float[] {0, 0, 10, 0, 0, 10, -10, 0, 0, -10}));
    cloud.setColors(new int[] {1, 2, 3, 4, 5});
    cloud.setNameOf(row -> "L0." + row);
    cloud.setDescription("Map of all neurons");
    Fx.show(new StackPane(cloud), 464, 464);
    return cloud;
  }

  @Test
  void aClickPicksTheNearestPointWithinTwelvePixels() throws Exception {
    Fx.run(() -> {
      var cloud = cross();
      var picked = new ArrayList<Integer>();
      cloud.setOnPick(picked::add);
      Fx.click(cloud, 232 + 8, 232 + 8, Held.NONE, 1);
      Fx.click(cloud, 232 + 50, 232 + 50, Held.NONE, 1);
      Fx.click(cloud, 432, 225, Held.NONE, 1);
      assertEquals(List.of(0, 1), picked);
      assertEquals(1, cloud.focusRowProperty().get());
    });
  }

  @Test
  void hoveringNeverMovesTheFocus() throws Exception {
    Fx.run(() -> {
      var cloud = cross();
      Fx.mouse(cloud, MouseEvent.MOUSE_MOVED, 232, 36, Held.NONE, 0);
      assertEquals(2, cloud.hoverRowProperty().get());
      assertEquals(PointCloud.NONE, cloud.focusRowProperty().get());
    });
  }

  private record Caught(BitSet rows, SelectGesture gesture) {}

  private static BitSet rows(int... rows) {
    var set = new BitSet();
    for (var row : rows) {
      set.set(row);
    }
    return set;
  }

  @Test
  void draggingWithKeysCatchesARectangle() throws Exception {
    Fx.run(() -> {
      var cloud = cross();
      var caught = new ArrayList<Caught>();
      cloud.setOnSelect((rows, gesture) -> caught.add(new Caught(rows, gesture)));
      Fx.drag(cloud, 200, 10, 460, 260, Held.SHIFT);
      Fx.drag(cloud, 200, 10, 460, 260, Held.CONTROL);
      Fx.drag(cloud, 0, 200, 100, 260, Held.ALT);
      assertEquals(
          List.of(
              new Caught(rows(0, 1, 2), SelectGesture.REPLACE),
              new Caught(rows(0, 1, 2), SelectGesture.ADD),
              new Caught(rows(3), SelectGesture.SUBTRACT)),
          caught);
    });
  }

  @Test
  void theLassoCatchesWhatItEncloses() throws Exception {
    Fx.run(() -> {
      var cloud = cross();
      var caught = new ArrayList<Caught>();
      cloud.setOnSelect((rows, gesture) -> caught.add(new Caught(rows, gesture)));
      cloud.toolProperty().set(SelectTool.LASSO);
      Fx.mouse(cloud, MouseEvent.MOUSE_PRESSED, 180, 180, Held.NONE, 1);
      for (var corner : new double[][] {{280, 180}, {280, 460}, {180, 460}, {180, 200}}) {
        Fx.mouse(cloud, MouseEvent.MOUSE_DRAGGED, corner[0], corner[1], Held.NONE, 1);
      }
      Fx.mouse(cloud, MouseEvent.MOUSE_RELEASED, 180, 200, Held.NONE, 1);
      assertEquals(List.of(new Caught(rows(0, 4), SelectGesture.REPLACE)), caught);
    });
  }

  @Test
  void theWheelZoomsAboutThePointerAndADoubleClickShowsAll() throws Exception {
    Fx.run(() -> {
      var cloud = cross();
      var before = cloud.viewport();
      Fx.wheel(cloud, 432, 232, 120);
      assertTrue(cloud.viewport().scaleX() > before.scaleX());
      assertEquals(432, cloud.viewport().screenX(10), 1e-9);
      Fx.click(cloud, 20, 20, Held.NONE, 2);
      assertEquals(before, cloud.viewport());
    });
  }

  @Test
  void draggingPans() throws Exception {
    Fx.run(() -> {
      var cloud = cross();
      Fx.drag(cloud, 300, 300, 340, 280, Held.NONE);
      assertEquals(272, cloud.viewport().screenX(0), 1e-9);
      assertEquals(212, cloud.viewport().screenY(0), 1e-9);
    });
  }

  @Test
  void aDragOfWhichOnlyTheEndIsToldPansAndPicksNothing() throws Exception {
    Fx.run(() -> {
      var cloud = cross();
      var picked = new ArrayList<Integer>();
      cloud.setOnPick(picked::add);
      Fx.mouse(cloud, MouseEvent.MOUSE_PRESSED, 192, 252, Held.NONE, 1);
      Fx.mouse(cloud, MouseEvent.MOUSE_RELEASED, 232, 232, Held.NONE, 1);
      assertEquals(List.of(), picked);
      assertEquals(272, cloud.viewport().screenX(0), 1e-9);
    });
  }

  @Test
  void arrowsWalkFromPointToPoint() throws Exception {
    Fx.run(() -> {
      var cloud = cross();
      var picked = new ArrayList<Integer>();
      cloud.setOnPick(picked::add);
      for (var key : List.of(KeyCode.RIGHT, KeyCode.RIGHT, KeyCode.LEFT, KeyCode.UP)) {
        Fx.press(cloud, key, Held.NONE);
      }
      assertEquals(List.of(0, 1, 0, 2), picked);
      Fx.press(cloud, KeyCode.LEFT, Held.ALT);
      assertEquals(4, picked.size());
    });
  }

  @Test
  void keysZoomAndShowAll() throws Exception {
    Fx.run(() -> {
      var cloud = cross();
      var before = cloud.viewport();
      Fx.press(cloud, KeyCode.PLUS, Held.NONE);
      assertNotEquals(before, cloud.viewport());
      Fx.press(cloud, KeyCode.DIGIT0, Held.NONE);
      assertEquals(before, cloud.viewport());
    });
  }

  @Test
  void theMapIsReadOut() throws Exception {
    Fx.run(() -> {
      var cloud = cross();
      assertEquals("Map of all neurons: 5 points", cloud.getAccessibleText());
      cloud.setSelected(rows(1, 2));
      cloud.focusRowProperty().set(3);
      assertEquals("Map of all neurons: 5 points, 2 selected, at L0.3", cloud.getAccessibleText());
    });
  }

  @Test
  void anEmptyMapSaysWhatToDo() throws Exception {
    Fx.run(() -> {
      var cloud = new PointCloud(workers);
      cloud.setPlaceholder("Scan a corpus.");
      assertEquals("Map. Scan a corpus.", cloud.getAccessibleText());
      Fx.show(new StackPane(cloud), 300, 200);
      Fx.press(cloud, KeyCode.RIGHT, Held.NONE);
      Fx.click(cloud, 20, 20, Held.NONE, 2);
    });
  }
}
