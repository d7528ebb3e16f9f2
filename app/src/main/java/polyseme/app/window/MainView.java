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
  private static final String SHARE = "share";
  private static final double LEAST_PAGE = 360;

  /// Toolbar and header of the clusters.
  private static final double DRAWER_HEAD = 86;

  private static final double DRAWER_ROW = 28;
  private static final double LEAST_ROWS = 3;
  private static final double MOST_ROWS = 8;

  /// The map keeps at least this much before the drawer grows, and then most of what there is.
  private static final double MAP_FIRST = 590;

  private static final double PER_ROW = 50;

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
    clusters.setMinHeight(DRAWER_HEAD + DRAWER_ROW);
    SplitPane.setResizableWithParent(neuron, false);
    SplitPane.setResizableWithParent(clusters, false);
    setTop(title);
    setLeft(new Rail(model));
    setCenter(all);
    setBottom(new StatusBar(model));
    model.screenProperty().subscribe(this::arrange);
    model.drawerProperty().subscribe(this::arrange);
    model.workspace().scanProperty().subscribe(this::arrange);
    model.selection().focusProperty().subscribe(this::arrange);
    arrange();
    model.screenProperty().subscribe(this::focusScreen);
    new Keys(model, theme, title).install(this);
  }

  private void arrange() {
    var screen = model.screenProperty().get();
    var shown = screens.get(screen);
    if (shown != null && !centre.getChildren().contains(shown)) {
      centre.getChildren().setAll(shown);
    }
    var exploring = screen.explores();
    var scanned = model.workspace().scanProperty().get() != null;
    place(withDrawer, clusters, exploring && scanned && model.drawerProperty().get());
    var page = scanned || model.selection().focusProperty().get() != null;
    place(all, neuron, exploring && page);
  }

  /// Goes to what the centre shows.
  @Override
  public void requestFocus() {
    focusScreen();
  }

  private void focusScreen() {
    var shown = screens.get(model.screenProperty().get());
    if (shown != null) {
      shown.requestFocus();
    }
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    all.layout();
    divide(all, neuron, all.getWidth(), PAGE_WIDTH);
    divide(withDrawer, clusters, withDrawer.getHeight(), drawerHeight(withDrawer.getHeight()));
  }

  /// Height of the clusters at first: 3 rows in a low window, 5 in one 900 pixels high.
  static double drawerHeight(double space) {
    var rows = Math.clamp(Math.rint((space - MAP_FIRST) / PER_ROW), LEAST_ROWS, MOST_ROWS);
    return DRAWER_HEAD + rows * DRAWER_ROW;
  }

  // A part that comes for the first time takes its size once the window has one.
  private static void divide(SplitPane pane, Node part, double space, double size) {
    if (space > 0 && pane.getItems().contains(part) && part.getProperties().get(SHARE) == null) {
      var place = Math.max(0, 1 - size / space);
      part.getProperties().put(SHARE, place);
      pane.setDividerPositions(place);
    }
  }

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
