// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.window;

import java.util.Map;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import polyseme.app.theme.ThemeModel;

/// The regions of the window: bars, rail, centre with the drawer, neuron page.
public final class MainView extends BorderPane {

  private static final double PAGE_WIDTH = 460;
  private static final double DRAWER_HEIGHT = 240;
  private static final String SHARE = "share";
  private static final double LEAST_PAGE = 360;

  private final MainViewModel model;
  private final TitleBar title;
  private final StackPane centre = new StackPane();
  private final SplitPane withDrawer = new SplitPane();
  private final SplitPane all = new SplitPane();
  private final Map<Screen, Region> screens;
  private final Region clusters;
  private final Region neuron;

  /// The features that fill the regions.
  ///
  /// @param screens what the centre can show
  /// @param clusters the drawer
  /// @param neuron the page at the right
  public record Parts(Map<Screen, Region> screens, Region clusters, Region neuron) {
    /// Keeps the map unchangeable.
    public Parts {
      screens = Map.copyOf(screens);
    }
  }

  /// Makes the view.
  ///
  /// @param model decides
  /// @param theme light or dark
  /// @param parts the features
  public MainView(MainViewModel model, ThemeModel theme, Parts parts) {
    this.model = model;
    this.screens = parts.screens();
    this.clusters = parts.clusters();
    this.neuron = parts.neuron();
    this.title = new TitleBar(model, theme);
    getStyleClass().add("main-view");
    withDrawer.setOrientation(Orientation.VERTICAL);
    withDrawer.getItems().add(centre);
    all.getItems().add(withDrawer);
    neuron.setMinWidth(LEAST_PAGE);
    neuron.setPrefWidth(PAGE_WIDTH);
    clusters.setPrefHeight(DRAWER_HEIGHT);
    SplitPane.setResizableWithParent(neuron, false);
    SplitPane.setResizableWithParent(clusters, false);
    setTop(title);
    setLeft(new Rail(model));
    setCenter(all);
    setBottom(new StatusBar(model));
    model.screenProperty().subscribe(this::arrange);
    model.drawerProperty().subscribe(this::arrange);
    model.workspace().scanProperty().subscribe(this::arrange);
    arrange();
    new Keys(model, theme, title::focusSearch).install(this);
  }

  private void arrange() {
    var screen = model.screenProperty().get();
    var shown = screens.get(screen);
    if (shown != null) {
      centre.getChildren().setAll(shown);
    }
    var exploring = screen.explores();
    place(withDrawer, clusters, exploring && model.drawerProperty().get());
    var open = model.workspace().scanProperty().get() != null;
    place(all, neuron, exploring && open);
  }

  // A part that comes for the first time takes the size it likes, later the one it was given.
  private static void place(SplitPane pane, Node part, boolean wanted) {
    var there = pane.getItems().contains(part);
    if (wanted && !there) {
      pane.getItems().add(part);
      if (part.getProperties().get(SHARE) instanceof Double place) {
        pane.setDividerPositions(place);
      }
    } else if (!wanted && there) {
      part.getProperties().put(SHARE, pane.getDividerPositions()[0]);
      pane.getItems().remove(part);
    }
  }
}
