// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.scene.AccessibleAttribute;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;
import polyseme.analysis.heatmap.ColorRange;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.app.control.Fx.Held;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.tensor.FloatVector;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;

final class TokenFlowTest {

  private static final double LINE = TokenFlow.LINE_HEIGHT;

  private static TokenHeatmap map(String... pieces) {
    var tokens = new ArrayList<Token>();
    var values = new float[pieces.length];
    var start = 0;
    for (var i = 0; i < pieces.length; i++) {
      tokens.add(new Token(i, pieces[i], start, start + pieces[i].length(), false));
      start += pieces[i].length();
      values[i] = i;
    }
    return new TokenHeatmap(
        "demo",
        UnitAddress.of(new NeuronId(1, 50)),
        new TokenizedText(String.join("", pieces), tokens),
        FloatVector.wrap(values),
        new ColorRange(-8, 8));
  }

  private static TokenFlow flow() {
    var flow = new TokenFlow();
    flow.setHeatmap(map("In", " May", " it", " rains", "\n", "and", " snows"));
    Fx.show(new VBox(flow), 400, 200);
    return flow;
  }

  @Test
  void aNarrowTextIsHigher() throws Exception {
    Fx.run(() -> {
      var flow = flow();
      assertEquals(2 * LINE, flow.prefHeight(400));
      assertEquals(3 * LINE, flow.prefHeight(130));
      flow.setSnippet(true);
      assertEquals(LINE, flow.prefHeight(130));
    });
  }

  @Test
  void aClickTellsItsToken() throws Exception {
    Fx.run(() -> {
      var flow = flow();
      var clicked = new ArrayList<Integer>();
      flow.setOnTokenClick(clicked::add);
      Fx.click(flow, 4, LINE / 2, Held.NONE, 1);
      Fx.click(flow, 4, 1.5 * LINE, Held.NONE, 1);
      Fx.click(flow, 390, LINE / 2, Held.NONE, 1);
      assertEquals(List.of(0, 5), clicked);
    });
  }

  @Test
  void theKeyboardWalksAndTheValueIsReadOut() throws Exception {
    Fx.run(() -> {
      var flow = flow();
      assertEquals("L1.50 on 7 tokens", flow.getAccessibleText());
      flow.setPeak(1);
      Fx.press(flow, KeyCode.RIGHT, Held.NONE);
      assertEquals(1, flow.caretToken());
      Fx.press(flow, KeyCode.RIGHT, Held.NONE);
      assertEquals("“ it” L1.50 = 2.000, token 2 of 7", flow.getAccessibleText());
      Fx.press(flow, KeyCode.DOWN, Held.NONE);
      assertEquals(6, flow.caretToken());
      Fx.press(flow, KeyCode.HOME, Held.NONE);
      assertEquals(0, flow.caretToken());
    });
  }

  @Test
  void selectedTextIsCopied() throws Exception {
    Fx.run(() -> {
      var flow = flow();
      Fx.press(flow, KeyCode.HOME, Held.NONE);
      Fx.press(flow, KeyCode.RIGHT, Held.SHIFT);
      assertEquals("In May", flow.selectedText());
      Fx.press(flow, KeyCode.C, Held.CONTROL);
      assertEquals("In May", Clipboard.getSystemClipboard().getString());
      Fx.press(flow, KeyCode.A, Held.CONTROL);
      assertEquals("In May it rains\nand snows", flow.selectedText());
    });
  }

  @Test
  void draggingSelectsAndIsNoClick() throws Exception {
    Fx.run(() -> {
      var flow = flow();
      var clicked = new ArrayList<Integer>();
      flow.setOnTokenClick(clicked::add);
      Fx.drag(flow, 4, LINE / 2, 40, LINE / 2, Held.NONE);
      assertTrue(flow.selectedText().startsWith("In May"));
      assertEquals(List.of(), clicked);
    });
  }

  @Test
  void readersOfTheScreenGetTheTextAndTheSelection() throws Exception {
    Fx.run(() -> {
      var flow = flow();
      Fx.press(flow, KeyCode.HOME, Held.NONE);
      Fx.press(flow, KeyCode.RIGHT, Held.SHIFT);
      assertEquals(
          "In May it rains\nand snows", flow.queryAccessibleAttribute(AccessibleAttribute.TEXT));
      assertEquals(0, flow.queryAccessibleAttribute(AccessibleAttribute.SELECTION_START));
      assertEquals(6, flow.queryAccessibleAttribute(AccessibleAttribute.SELECTION_END));
    });
  }

  @Test
  void aLongLineIsPushedSoThatItsPeakIsSeen() throws Exception {
    Fx.run(() -> {
      var flow = new TokenFlow();
      var pieces = new String[200];
      Arrays.fill(pieces, " word");
      flow.setHeatmap(map(pieces));
      flow.setSnippet(true);
      flow.setPeak(100);
      Fx.show(new VBox(flow), 400, 50);
      var peak = flow.tokenLayout().piece(100);
      assertEquals(200, peak.x() + peak.width() / 2 - flow.shift(), 1);
    });
  }

  @Test
  void ofAHighTextOnlyWhatIsSeenIsPainted() throws Exception {
    Fx.run(() -> {
      var flow = new TokenFlow();
      var pieces = new String[4000];
      Arrays.fill(pieces, " word");
      flow.setHeatmap(map(pieces));
      var pane = new ScrollPane(flow);
      pane.setFitToWidth(true);
      Fx.show(new StackPane(pane), 400, 300);
      assertTrue(flow.getHeight() > 6000);
      assertTrue(flow.canvas().node().getHeight() <= 300);
      pane.setVvalue(0.5);
      pane.layout();
      assertEquals(flow.getHeight() / 2, flow.canvas().node().getLayoutY() + 150, 12);
    });
  }

  @Test
  void nothingIsShownWithoutAText() throws Exception {
    Fx.run(() -> {
      var flow = flow();
      flow.setHeatmap(null);
      Fx.press(flow, KeyCode.RIGHT, Held.NONE);
      Fx.click(flow, 4, 4, Held.NONE, 1);
      assertEquals("No text", flow.getAccessibleText());
    });
  }
}
