// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.window;

import javafx.css.PseudoClass;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;

/// Finds a neuron by its address.
final class SearchField extends TextField {

  private static final PseudoClass ERROR = PseudoClass.getPseudoClass("danger");
  private static final double WIDTH = 210;

  SearchField(MainViewModel model) {
    setPromptText("Go to neuron: L1.50   Ctrl+K");
    setAccessibleText("Go to a neuron, for instance L1.50");
    setPrefWidth(WIDTH);
    setMinWidth(WIDTH);
    setOnAction(_ -> show(model.find(getText())));
    textProperty().subscribe(_ -> show(""));
    setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ESCAPE) {
        clear();
        event.consume();
      }
    });
  }

  private void show(String complaint) {
    pseudoClassStateChanged(ERROR, !complaint.isEmpty());
    setTooltip(complaint.isEmpty() ? null : new Tooltip(complaint));
    if (!complaint.isEmpty()) {
      setAccessibleHelp(complaint);
      var bounds = localToScreen(getBoundsInLocal());
      if (bounds != null) {
        var tip = getTooltip();
        tip.setAutoHide(true);
        tip.show(this, bounds.getMinX(), bounds.getMaxY() + 4);
      }
    }
  }
}
