// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.scene.AccessibleAttribute;
import javafx.scene.Cursor;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/// Where the reader stands in a heat map and what is selected, by mouse and by keyboard.
final class TokenCaret {

  static final int NONE = -1;

  private final TokenFlow flow;
  private final HoverTip tip;
  private int token = NONE;
  private int anchor = NONE;
  private int hovered = NONE;
  private boolean swept;

  TokenCaret(TokenFlow flow) {
    this.flow = flow;
    this.tip = new HoverTip(flow);
  }

  void listen() {
    flow.setCursor(Cursor.TEXT);
    flow.setOnMouseMoved(this::moved);
    flow.setOnMouseExited(_ -> hover(NONE, 0, 0));
    flow.setOnMousePressed(this::pressed);
    flow.setOnMouseDragged(this::dragged);
    flow.setOnMouseReleased(this::released);
    flow.setOnKeyPressed(this::keyed);
  }

  void forget() {
    token = NONE;
    anchor = NONE;
    hover(NONE, 0, 0);
  }

  int token() {
    return token;
  }

  int hovered() {
    return hovered;
  }

  boolean selects() {
    return token != NONE && anchor != NONE && anchor != token;
  }

  /// Whether a token is selected.
  boolean holds(int which) {
    return selects() && which >= first() && which <= last();
  }

  private int first() {
    return Math.min(anchor, token);
  }

  private int last() {
    return Math.max(anchor, token);
  }

  int textOffset() {
    var map = flow.heatmap();
    return map == null || token == NONE ? 0 : map.text().tokens().get(token).start();
  }

  int selectionStart() {
    var map = flow.heatmap();
    return map == null || !selects() ? textOffset() : map.text().tokens().get(first()).start();
  }

  int selectionEnd() {
    var map = flow.heatmap();
    return map == null || !selects() ? textOffset() : map.text().tokens().get(last()).end();
  }

  String selectedText() {
    var map = flow.heatmap();
    return map == null ? "" : map.text().text().substring(selectionStart(), selectionEnd());
  }

  private int line(MouseEvent event) {
    return (int) Math.floor((event.getY() - flow.textTop()) / TokenFlow.LINE_HEIGHT);
  }

  private double x(MouseEvent event) {
    return event.getX() - flow.textLeft() + flow.shift();
  }

  private void moved(MouseEvent event) {
    var at = flow.tokenLayout().tokenAt(line(event), x(event));
    hover(at, event.getX(), event.getY());
  }

  private void hover(int which, double x, double y) {
    if (hovered == which) {
      return;
    }
    hovered = which;
    var map = flow.heatmap();
    if (which == NONE || map == null) {
      tip.hide();
    } else {
      tip.show(ShownTokens.says(map, which), x, y);
    }
    flow.redraw();
  }

  private void pressed(MouseEvent event) {
    flow.requestFocus();
    swept = false;
    var at = flow.tokenLayout().tokenAt(line(event), x(event));
    if (event.getButton() == MouseButton.PRIMARY && at != NONE) {
      stand(at, event.isShiftDown());
    }
  }

  private void dragged(MouseEvent event) {
    if (flow.tokenCount() > 0 && event.getButton() == MouseButton.PRIMARY) {
      var lines = flow.tokenLayout();
      var at = lines.nearest(Math.clamp(line(event), 0, lines.lineCount() - 1), x(event));
      if (at != NONE && at != token) {
        swept = true;
        stand(at, true);
      }
    }
  }

  private void released(MouseEvent event) {
    var at = flow.tokenLayout().tokenAt(line(event), x(event));
    if (!swept && at != NONE && event.getButton() == MouseButton.PRIMARY) {
      flow.click(at);
    }
  }

  private void stand(int at, boolean extend) {
    if (!extend || anchor == NONE) {
      anchor = at;
    }
    token = at;
    flow.describe();
    flow.notifyAccessibleAttributeChanged(AccessibleAttribute.CARET_OFFSET);
    flow.notifyAccessibleAttributeChanged(AccessibleAttribute.SELECTION_START);
    flow.notifyAccessibleAttributeChanged(AccessibleAttribute.SELECTION_END);
    flow.redraw();
  }

  private void keyed(KeyEvent event) {
    if (flow.tokenCount() > 0 && !event.isAltDown() && handled(event)) {
      event.consume();
    }
  }

  private boolean handled(KeyEvent event) {
    var extend = event.isShiftDown();
    switch (event.getCode()) {
      case LEFT, KP_LEFT -> step(-1, extend);
      case RIGHT, KP_RIGHT -> step(1, extend);
      case UP, KP_UP -> {
        return line(-1, extend);
      }
      case DOWN, KP_DOWN -> {
        return line(1, extend);
      }
      case HOME -> stand(0, extend);
      case END -> stand(flow.tokenCount() - 1, extend);
      case ENTER -> flow.click(Math.max(0, token));
      case A -> {
        return event.isShortcutDown() && selectAll();
      }
      case C, COPY -> {
        return event.isShortcutDown() && copy();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void step(int by, boolean extend) {
    stand(token == NONE ? start() : Math.clamp(token + by, 0, flow.tokenCount() - 1), extend);
  }

  /// The reader enters at the peak, which is what there is to see.
  private int start() {
    return Math.clamp(flow.peak(), 0, flow.tokenCount() - 1);
  }

  /// At the first and last line the key is left to whatever scrolls the text.
  private boolean line(int by, boolean extend) {
    if (token == NONE) {
      stand(start(), extend);
      return true;
    }
    var lines = flow.tokenLayout();
    var next = lines.lineOf(token) + by;
    if (next < 0 || next >= lines.lineCount()) {
      return false;
    }
    var piece = lines.piece(token);
    stand(lines.nearest(next, piece.x() + piece.width() / 2), extend);
    return true;
  }

  private boolean selectAll() {
    stand(0, false);
    stand(flow.tokenCount() - 1, true);
    return true;
  }

  private boolean copy() {
    var map = flow.heatmap();
    if (map == null) {
      return false;
    }
    var content = new ClipboardContent();
    content.putString(selects() ? selectedText() : map.text().text());
    Clipboard.getSystemClipboard().setContent(content);
    return true;
  }
}
