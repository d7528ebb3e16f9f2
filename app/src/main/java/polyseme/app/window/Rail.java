// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.window;

import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The column at the left that changes what the centre shows.
final class Rail extends VBox {

  private final MainViewModel model;

  Rail(MainViewModel model) {
    super(4);
    this.model = model;
    getStyleClass().add("rail");
    var group = new ToggleGroup();
    var key = 1;
    for (var screen : Screen.values()) {
      getChildren().add(button(screen, key++, group));
    }
    var space = new Region();
    VBox.setVgrow(space, Priority.ALWAYS);
    getChildren().addAll(space, drawerButton());
  }

  private ToggleButton button(Screen screen, int key, ToggleGroup group) {
    var button = railButton(icon(screen), screen.title(), screen.title() + " (Ctrl+" + key + ")");
    button.setToggleGroup(group);
    button.setOnAction(_ -> {
      model.screenProperty().set(screen);
      button.setSelected(true);
    });
    model.screenProperty().subscribe(now -> button.setSelected(now == screen));
    return button;
  }

  private ToggleButton drawerButton() {
    var button = railButton(Feather.GRID, "Clusters", "Show or hide the clusters (Ctrl+D)");
    button.selectedProperty().bindBidirectional(model.drawerProperty());
    model.screenProperty().subscribe(screen -> button.setVisible(screen.explores()));
    return button;
  }

  private static ToggleButton railButton(Feather icon, String title, String tip) {
    var button = new ToggleButton(title, new FontIcon(icon));
    button.setContentDisplay(ContentDisplay.TOP);
    button.setMaxWidth(Double.MAX_VALUE);
    button.setTooltip(new Tooltip(tip));
    button.getStyleClass().add("rail-button");
    return button;
  }

  private static Feather icon(Screen screen) {
    return switch (screen) {
      case OPEN -> Feather.FOLDER;
      case SCAN -> Feather.PLAY;
      case MAP -> Feather.MAP;
      case TABLE -> Feather.LIST;
    };
  }
}
