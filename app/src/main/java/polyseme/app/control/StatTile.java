// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// One number with its name and unit; its definition on hover.
public final class StatTile extends VBox {

  private final String name;
  private final String definition;
  private final Label value = new Label();
  private final Label unit = new Label();

  /// Makes a tile without a number.
  ///
  /// @param name of the number: `Kurtosis`
  /// @param definition what the number is, in a sentence
  public StatTile(String name, String definition) {
    this.name = name;
    this.definition = definition;
    getStyleClass().add("stat-tile");
    var title = new Label(name);
    title.getStyleClass().add("stat-name");
    value.getStyleClass().add("stat-value");
    unit.getStyleClass().add("stat-unit");
    unit.setMinWidth(USE_PREF_SIZE);
    value.setMinWidth(USE_PREF_SIZE);
    var row = new HBox(4, value, unit);
    row.setAlignment(Pos.BASELINE_LEFT);
    getChildren().addAll(title, row);
    var flag = new Tooltip(definition);
    flag.setWrapText(true);
    flag.setMaxWidth(320);
    flag.setShowDelay(Duration.millis(300));
    flag.setShowDuration(Duration.INDEFINITE);
    Tooltip.install(this, flag);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.TEXT);
    setValue("–", "");
  }

  /// Shows a number.
  ///
  /// @param number as it is read: `12.3`
  /// @param ofUnit its unit: `%`, `tokens`; empty for none
  public void setValue(String number, String ofUnit) {
    value.setText(number);
    unit.setText(ofUnit);
    unit.setVisible(!ofUnit.isEmpty());
    unit.setManaged(!ofUnit.isEmpty());
    setAccessibleText("%s: %s %s".formatted(name, number, ofUnit).strip());
    setAccessibleHelp(definition);
  }
}
