// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.color.Theme;
import polyseme.analysis.scan.ScanOptions;
import polyseme.analysis.smile.SmileKMeans;
import polyseme.analysis.smile.SmilePca;
import polyseme.analysis.step.DefaultWorkbench;
import polyseme.analysis.step.Workbench;
import polyseme.app.control.Fx;
import polyseme.app.control.Fx.Held;
import polyseme.app.control.PointCloud;
import polyseme.app.fake.Focusable;
import polyseme.app.table.TableViewModel;
import polyseme.app.window.Screen;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.Progress;

/// The whole window over a real scan of a small model: one selection moves all its views.
class WindowTest {

  private static final Path MODEL =
      Path.of(System.getProperty("polyseme.root"))
          .resolve("engine/src/test/resources/parity/solu-2l");
  private static final NeuronId OTHER = new NeuronId(1, 50);
  private static final int PATIENCE_S = 60;
  private static final int POLL_MS = 20;

  @TempDir static Path folder;

  private WindowWiring window;
  private Stage stage;

  private static Workbench workbench() {
    return new DefaultWorkbench(
        new SmilePca(), new SmileKMeans(), folder.resolve("cache"), "Polyseme test");
  }

  @BeforeAll
  static void scan() throws Exception {
    var texts = Files.createDirectories(folder.resolve("texts"));
    for (var i = 0; i < 12; i++) {
      Files.writeString(
          texts.resolve("text-" + i + ".txt"),
          "Neuron %d of %d answers to the number %d and to nothing else, said Ada."
              .formatted(i, i * i, 7 * i + 3));
    }
    var workbench = workbench();
    try (var model = workbench.openModel(MODEL, Progress.NONE)) {
      var into = folder.resolve("scan");
      workbench.scan(model, List.of(texts), ScanOptions.defaults(), into, Progress.NONE).close();
    }
  }

  @BeforeEach
  void show() throws Exception {
    window = Fx.call(() -> new WindowWiring(Theme.DARK, workbench()));
    stage =
        Fx.call(() -> {
          var made = new Stage();
          var scene = new Scene(window.mainView(), 1280, 800);
          window.theme().dress(scene);
          made.setScene(scene);
          made.show();
          return made;
        });
  }

  @AfterEach
  void close() throws Exception {
    Fx.run(() -> {
      stage.close();
      window.close();
    });
  }

  private void layOut() {
    stage.getScene().getRoot().applyCss();
    stage.getScene().getRoot().layout();
  }

  private <T extends Node> T find(Class<T> kind, String selector) {
    layOut();
    var found = stage.getScene().getRoot().lookup(selector);
    return kind.cast(Objects.requireNonNull(found, selector));
  }

  private String words(String selector) {
    return find(Label.class, selector).getText();
  }

  private void await(Callable<Boolean> done) throws Exception {
    var start = System.nanoTime();
    while (!Fx.call(done)) {
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(PATIENCE_S), "never came");
      Thread.sleep(POLL_MS);
    }
  }

  private void openScan() throws Exception {
    Fx.run(() -> window.openScan(folder.resolve("scan")));
    await(() -> window.isComplete() && window.selection().focusProperty().get() != null);
  }

  private void clickOnTheMap(NeuronId id) {
    var map = Objects.requireNonNull(window.workspace().embeddingProperty().get());
    var cloud = find(PointCloud.class, ".point-cloud");
    var row = map.neurons().row(id);
    Fx.click(
        cloud,
        cloud.viewport().screenX(map.xy().get(row, 0)),
        cloud.viewport().screenY(map.xy().get(row, 1)),
        Held.NONE,
        1);
  }

  private NeuronId inFocus() {
    return Objects.requireNonNull(window.selection().focusProperty().get());
  }

  @Test
  void aClickOnTheMapTurnsThePageAndTheTable() throws Exception {
    openScan();
    Fx.run(() -> {
      assertEquals(inFocus().toString(), words(".neuron-name"), "the page is not empty at first");
      var before = inFocus();
      clickOnTheMap(OTHER);
      var picked = inFocus();
      assertNotEquals(before, picked);
      assertEquals(picked.toString(), words(".neuron-name"));
      window.show(Screen.TABLE);
      var table = find(TableView.class, ".neuron-grid");
      var item = (TableViewModel.Row) table.getSelectionModel().getSelectedItem();
      assertEquals(picked, item.id());
      window.show(Screen.MAP);
      var cloud = find(PointCloud.class, ".point-cloud");
      assertEquals(item.row(), cloud.focusRowProperty().get());
      Fx.press(window.mainView(), KeyCode.LEFT, Held.ALT);
      assertEquals(before.toString(), words(".neuron-name"), "back");
    });
  }

  private Optional<TableRow<?>> clusterRow() {
    layOut();
    for (var node : stage.getScene().getRoot().lookupAll(".cluster-grid .table-row-cell")) {
      if (node instanceof TableRow<?> row && !row.isEmpty()) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  @Test
  void aClickOnAClusterSelectsItAndOneOnAnExampleReadsItsText() throws Exception {
    openScan();
    await(() -> clusterRow().isPresent());
    Fx.run(() -> {
      var row = clusterRow().orElseThrow();
      Fx.mouse(row, MouseEvent.MOUSE_PRESSED, 5, 5, Held.NONE, 1);
      var selected = window.selection().selectionProperty().get();
      assertFalse(selected.isEmpty());
      assertTrue(selected.rows().anyMatch(at -> selected.index().id(at).equals(inFocus())));
      assertEquals("256 neurons · %d selected".formatted(selected.size()), words(".status .label"));
      Fx.press(window.mainView(), KeyCode.ESCAPE, Held.NONE);
      assertEquals("256 neurons", words(".status .label"));
    });
    await(() -> stage.getScene().getRoot().lookup(".example-list") != null);
    Fx.run(() -> {
      var list = find(ListView.class, ".example-list");
      list.getSelectionModel().select(1);
      Fx.press(list, KeyCode.ENTER, Held.NONE);
      var text = window.selection().textProperty().get();
      assertFalse(text.isBlank());
      assertEquals(text, find(TextArea.class, ".own-text .text-area").getText());
    });
    await(() -> stage.getScene().getRoot().lookup(".own-text .token-flow") != null);
  }

  @Test
  void aModelWithoutAScanReadsOwnTexts() throws Exception {
    Fx.run(() -> window.openModel(MODEL));
    await(() -> window.workspace().modelProperty().get() != null);
    Fx.run(() -> {
      assertEquals("256 neurons · not scanned yet", words(".status .label"));
      window.find("L1.50");
      assertEquals("L1.50", words(".neuron-name"));
      find(TextArea.class, ".own-text .text-area").setText("Ada counts to three.");
    });
    await(() -> stage.getScene().getRoot().lookup(".own-text .token-flow") != null);
  }

  @Test
  void aFolderThatHoldsNoModelIsToldInPlace() throws Exception {
    Fx.run(() -> window.openModel(folder.resolve("texts")));
    await(() -> stage.getScene().getRoot().lookup(".problem-headline") != null);
    Fx.run(() -> assertTrue(words(".problem-headline").contains("texts")));
  }

  @Test
  void pageAndClustersHaveTheirSizeAtFirst() throws Exception {
    openScan();
    Fx.run(() -> {
      layOut();
      assertEquals(460, find(Node.class, ".neuron-page").getLayoutBounds().getWidth(), 8);
      var clusters = find(Node.class, ".clusters").getLayoutBounds().getHeight();
      assertTrue(clusters >= 160 && clusters <= 185, "three rows: " + clusters);
    });
  }

  @Test
  void whatTheKeyboardReachesHasAName() throws Exception {
    openScan();
    for (var screen : Screen.values()) {
      Fx.run(() -> {
        window.show(screen);
        layOut();
        assertEquals(List.of(), Focusable.nameless(window.mainView()), screen.title());
      });
    }
  }

  @Test
  void theThemeChangesWithAKey() throws Exception {
    Fx.run(() -> {
      Fx.press(window.mainView(), KeyCode.T, Held.CONTROL);
      assertEquals(Theme.LIGHT, window.theme().themeProperty().get());
      assertTrue(stage.getScene().getStylesheets().getFirst().contains("light"));
    });
  }
}
