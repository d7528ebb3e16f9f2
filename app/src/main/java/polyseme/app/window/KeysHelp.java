// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.window;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.stage.Popup;

/// A small pop-over that says what keys and gestures do.
final class KeysHelp {

  private static final double WIDTH = 600;
  private static final String GROUP = "#";

  /// Pairs of key and meaning; a key `#` begins a group.
  private static final String[][] KEYS = {
    {GROUP, "Everywhere"},
    {"Ctrl+K", "go to a neuron, for instance L1.50"},
    {"Alt+← Alt+→", "back to the neuron before, forward again"},
    {"Esc", "clear the selection, then the filter"},
    {"Ctrl+1 … Ctrl+4", "open, scan, map, table"},
    {"Ctrl+D", "show or hide the clusters"},
    {"Ctrl+T", "light or dark"},
    {"F1 ?", "these keys"},
    {GROUP, "Map"},
    {"click", "bring a neuron into focus"},
    {"← ↑ → ↓", "walk to the next neuron"},
    {"Space", "add the neuron in focus to the selection"},
    {"wheel + −", "zoom"},
    {"0", "show all (as does a double click beside the points)"},
    {"drag Ctrl+arrows", "move the map"},
    {"Shift-drag", "select a box"},
    {"Ctrl-click Alt-click", "add one to the selection, take one away"},
    {GROUP, "Table, clusters and examples"},
    {"↑ ↓", "move through the rows"},
    {"Enter", "bring into focus; select a cluster; read an example's text"},
    {"Space", "select a row too"},
  };

  private final Popup popup = new Popup();
  private final Region content = content();

  KeysHelp() {
    popup.setAutoHide(true);
    popup.getContent().add(content);
  }

  private static Region content() {
    var grid = new GridPane();
    grid.getStyleClass().addAll("keys-help", "pop-over-panel");
    var row = 0;
    for (var line : KEYS) {
      var words = new Label(line[1]);
      if (line[0].equals(GROUP)) {
        words.getStyleClass().add("key-group");
        grid.add(words, 0, row++, 2, 1);
      } else {
        var key = new Label(line[0].replace(" ", "  "));
        key.getStyleClass().add("key");
        key.setMinWidth(Region.USE_PREF_SIZE);
        words.getStyleClass().add("key-meaning");
        grid.addRow(row++, key, words);
      }
    }
    grid.setPrefWidth(WIDTH);
    return grid;
  }

  /// Shows it below a node, or hides it.
  void toggle(Node below) {
    if (popup.isShowing()) {
      popup.hide();
      return;
    }
    var scene = below.getScene();
    Bounds at = below.localToScreen(below.getBoundsInLocal());
    if (scene != null && at != null) {
      content.getStylesheets().setAll(scene.getStylesheets());
      popup.show(below, at.getMaxX() - WIDTH, at.getMaxY() + 8);
    }
  }
}
