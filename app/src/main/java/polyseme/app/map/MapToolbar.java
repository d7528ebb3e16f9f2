// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.map;

import atlantafx.base.theme.Styles;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.controlsfx.control.SegmentedButton;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polyseme.analysis.space.FeatureSpace;
import polyseme.app.control.PointCloud;
import polyseme.app.control.SelectTool;

/// What the map's points are, what their colours say, and what dragging does.
final class MapToolbar extends HBox {

  private static final double GAP = 8;

  private final MapViewModel model;

  MapToolbar(MapViewModel model, PointCloud cloud) {
    super(GAP);
    this.model = model;
    getStyleClass().add("tool-bar-strip");
    setAlignment(Pos.CENTER_LEFT);
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var fit = new Button("", new FontIcon(Feather.MAXIMIZE));
    fit.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
    fit.setAccessibleText("Show all points");
    fit.setTooltip(new Tooltip("Show all points (0)"));
    fit.setOnAction(_ -> cloud.fit());
    getChildren()
        .addAll(title("Points"), spaces(), title("Colour"), colours(), space, tools(cloud), fit);
  }

  private static Label title(String text) {
    var label = new Label(text);
    label.getStyleClass().add(Styles.TEXT_MUTED);
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  private Node spaces() {
    var group = new ToggleGroup();
    var buttons = new SegmentedButton();
    buttons.setToggleGroup(group);
    for (var choice : FeatureSpace.values()) {
      var button = new ToggleButton(choice.title());
      button.setMnemonicParsing(false);
      button.setUserData(choice);
      button.setMinWidth(Region.USE_PREF_SIZE);
      button.setTooltip(new Tooltip(meaning(choice)));
      button.setSelected(choice == model.spaceProperty().get());
      buttons.getButtons().add(button);
    }
    group
        .selectedToggleProperty()
        .addListener((_, before, now) -> {
          if (now == null) {
            group.selectToggle(before);
          } else if (now.getUserData() instanceof FeatureSpace chosen) {
            model.spaceProperty().set(chosen);
          }
        });
    return buttons;
  }

  private static String meaning(FeatureSpace choice) {
    return switch (choice) {
      case ACTIVATIONS -> "Neurons that fire at the same tokens lie together";
      case INPUT_WEIGHTS -> "Neurons that read the same directions lie together";
      case OUTPUT_WEIGHTS -> "Neurons that write the same directions lie together";
    };
  }

  private Node colours() {
    var box = new ComboBox<ColourBy>();
    box.getItems().setAll(ColourBy.all());
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(ColourBy choice) {
            return choice == null ? "" : choice.title();
          }

          @Override
          public ColourBy fromString(String title) {
            return ColourBy.all().stream()
                .filter(choice -> choice.title().equals(title))
                .findFirst()
                .orElseThrow();
          }
        });
    box.setAccessibleText("What the colour of a point says");
    box.valueProperty().bindBidirectional(model.colourByProperty());
    return box;
  }

  private static Node tools(PointCloud cloud) {
    var group = new ToggleGroup();
    var buttons = new SegmentedButton();
    buttons.setToggleGroup(group);
    for (var tool : List.of(Tool.values())) {
      var button = new ToggleButton("", new FontIcon(tool.icon));
      button.setUserData(tool);
      button.setAccessibleText(tool.meaning);
      button.setTooltip(new Tooltip(tool.meaning));
      button.setSelected(tool == Tool.PAN);
      buttons.getButtons().add(button);
    }
    group
        .selectedToggleProperty()
        .addListener((_, before, now) -> {
          if (now == null) {
            group.selectToggle(before);
          } else if (now.getUserData() instanceof Tool tool) {
            cloud.toolProperty().set(tool.tool);
          }
        });
    return buttons;
  }

  private enum Tool {
    PAN(SelectTool.PAN, Feather.MOVE, "Drag moves the map; Shift-drag selects a box"),
    BOX(SelectTool.BOX, Feather.SQUARE, "Drag selects a box; Shift adds, Alt takes away"),
    LASSO(SelectTool.LASSO, Feather.EDIT_2, "Drag draws a lasso; Shift adds, Alt takes away");

    private final SelectTool tool;
    private final Feather icon;
    private final String meaning;

    Tool(SelectTool tool, Feather icon, String meaning) {
      this.tool = tool;
      this.icon = icon;
      this.meaning = meaning;
    }
  }
}
