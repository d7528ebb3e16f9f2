// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import polyseme.app.control.EmptyState;
import polyseme.app.control.GroupColors;
import polyseme.app.control.Icons;
import polyseme.app.neuron.NeuronViewModel.Group;
import polyseme.app.neuron.NeuronViewModel.Head;
import polyseme.app.neuron.NeuronViewModel.Page;
import polyseme.app.theme.ThemeModel;

/// The page of the neuron in focus: its numbers, its extremes, and the reader's own text.
public final class NeuronView extends StackPane {

  private static final double DOT = 5;

  private final NeuronViewModel model;
  private final ThemeModel theme;
  private final Label name = new Label();
  private final Label of = new Label();
  private final Button badge = new Button();
  private final Circle dot = new Circle(DOT);
  private final TabPane tabs = new TabPane();

  /// Makes the view.
  ///
  /// @param model says what is shown
  /// @param text the reader's own text
  /// @param theme colours of tokens, plots and clusters
  public NeuronView(NeuronViewModel model, OwnTextViewModel text, ThemeModel theme) {
    this.model = model;
    this.theme = theme;
    getStyleClass().addAll("feature", "neuron-page");
    var page =
        new VBox(
            header(), of, new StatisticsView(model, theme), new DetailsView(model), tabs(text));
    page.getStyleClass().add("neuron-body");
    of.getStyleClass().add("neuron-of");
    var empty =
        new EmptyState(
            Feather.CROSSHAIR,
            "Click a point of the map or a row of the table to see its neuron here.");
    getChildren().addAll(page, empty);
    var shown = model.headProperty().isNotNull();
    page.visibleProperty().bind(shown);
    empty.visibleProperty().bind(shown.not());
    model.headProperty().subscribe(this::show);
    model.groupProperty().subscribe(this::showGroup);
    theme.themeProperty().subscribe(() -> showGroup(model.groupProperty().get()));
  }

  private Node header() {
    name.getStyleClass().add("neuron-name");
    name.setMinWidth(Region.USE_PREF_SIZE);
    var back = Icons.button(Feather.ARROW_LEFT, "Back to the neuron before (Alt+←)", model::back);
    var forward = Icons.button(Feather.ARROW_RIGHT, "Forward again (Alt+→)", model::forward);
    back.setMinWidth(Region.USE_PREF_SIZE);
    forward.setMinWidth(Region.USE_PREF_SIZE);
    back.disableProperty().bind(model.selection().canGoBackProperty().not());
    forward.disableProperty().bind(model.selection().canGoForwardProperty().not());
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    badge.getStyleClass().addAll("cluster-badge", "flat");
    badge.setGraphic(dot);
    badge.setOnAction(_ -> model.selectGroup());
    var header = new HBox(name, space, badge, back, forward);
    header.getStyleClass().add("neuron-header");
    header.setAlignment(Pos.CENTER_LEFT);
    return header;
  }

  private Node tabs(OwnTextViewModel text) {
    var list = new ExamplesView(model, theme);
    var box = new OwnTextView(text, theme);
    var examples = new Tab("Examples", list);
    var own = new Tab("Text", box);
    examples.setTooltip(new Tooltip("Where in the corpus the neuron is highest and lowest"));
    own.setTooltip(new Tooltip("What the neuron does on a text of your own"));
    tabs.getTabs().addAll(examples, own);
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.setAccessibleText("Pages of the neuron");
    VBox.setVgrow(tabs, Priority.ALWAYS);
    model
        .pageProperty()
        .subscribe(page -> {
          var inList = hasFocus(list);
          tabs.getSelectionModel().select(page == Page.TEXT ? own : examples);
          if (inList && page == Page.TEXT) {
            box.requestFocus(); // whoever chose an example goes on in its text
          }
        });
    tabs.getSelectionModel()
        .selectedItemProperty()
        .subscribe(tab -> model.pageProperty().set(own.equals(tab) ? Page.TEXT : Page.EXAMPLES));
    return tabs;
  }

  private static boolean hasFocus(Node part) {
    var scene = part.getScene();
    var node = scene == null ? null : scene.getFocusOwner();
    while (node != null && !node.equals(part)) {
      node = node.getParent();
    }
    return node != null;
  }

  private void show(@Nullable Head head) {
    if (head == null) {
      return;
    }
    name.setText(head.id().toString());
    of.setText(head.of());
    of.setTooltip(new Tooltip(head.of() + ". Layers and neurons count from 0."));
  }

  private void showGroup(@Nullable Group group) {
    badge.setVisible(group != null);
    if (group == null) {
      return;
    }
    var label = "cluster " + group.number();
    badge.setText(group.name().isEmpty() ? label : label + " · " + group.name());
    badge.setTooltip(
        new Tooltip(
            "In %s of %d (%s), with %,d neurons. Click to select them all."
                .formatted(
                    label,
                    group.k(),
                    group.name().isEmpty() ? "no telling tokens" : group.name(),
                    group.size())));
    badge.setAccessibleText("Select the %,d neurons of %s".formatted(group.size(), label));
    dot.setFill(GroupColors.of(group.number(), group.k(), theme.themeProperty().get()));
  }
}
