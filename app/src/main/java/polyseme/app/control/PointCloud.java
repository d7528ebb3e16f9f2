// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.Workers;
import polyseme.engine.tensor.FloatMatrix;

/// A map of many points that is zoomed, panned, pointed at and caught from, by mouse and by
/// keyboard.
///
/// Mouse: the wheel zooms about the pointer, dragging pans or catches as [#toolProperty] says,
/// Shift- and Ctrl-dragging catch a rectangle, Alt takes away, a click picks, a double click on a
/// point opens it and elsewhere shows all. Keys: arrows walk to the next point, Ctrl+arrows pan, +
/// − 0 zoom and show all, Space adds the point in focus to the selection, Enter opens it.
public final class PointCloud extends DrawnRegion {

  /// No point.
  public static final int NONE = -1;

  private static final double MARGIN = 32;
  private static final double OPACITY = 0.85;
  private static final double DIMMED = 0.25;
  private static final double LEAST_ZOOM = 0.2;
  private static final double GREATEST_ZOOM = 2000;

  /// Words that float over the map.
  ///
  /// @param x middle, in the plane
  /// @param y middle, in the plane
  /// @param text what they say
  /// @param color of what they are about
  public record Label(double x, double y, String text, Color color) {}

  private final IntegerProperty focusRow = new SimpleIntegerProperty(this, "focusRow", NONE);
  private final IntegerProperty hoverRow = new SimpleIntegerProperty(this, "hoverRow", NONE);
  private final DoubleProperty pointRadius = new SimpleDoubleProperty(this, "pointRadius", 1.75);
  private final BooleanProperty stretched = new SimpleBooleanProperty(this, "stretched", false);
  private final ObjectProperty<SelectTool> tool =
      new SimpleObjectProperty<>(this, "tool", SelectTool.PAN);
  private final Placeholder placeholder = new Placeholder();
  private final PointImage image;
  private final PointCloudPainter painter = new PointCloudPainter(this);
  private @Nullable PointRaster raster;
  private @Nullable PointPicker picker;
  private @Nullable Viewport chosenView;
  private @Nullable BitSet selected;
  private @Nullable BitSet visible;
  private IntFunction<String> nameOf = row -> "point " + row;
  private IntConsumer onPick = _ -> {};
  private IntConsumer onOpen = _ -> {};
  private BiConsumer<BitSet, SelectGesture> onSelect = (_, _) -> {};
  private String description = "Map";

  /// Makes an empty map.
  ///
  /// @param workers who draws; for this alone, as the window waits for them
  public PointCloud(Workers workers) {
    image = new PointImage(workers);
    getStyleClass().add("point-cloud");
    getChildren().addFirst(image.node());
    getChildren().add(placeholder);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleRoleDescription("map of points");
    List.of(focusRow, hoverRow, pointRadius, stretched).forEach(p -> p.subscribe(this::redraw));
    focusRow.subscribe(this::describe);
    focusVisibleProperty().subscribe(this::redraw);
    new PointCloudMouse(this).listen();
    new PointCloudKeys(this).listen();
    setPrefSize(640, 480);
    describe();
  }

  /// Shows other points: all of them visible, none selected, none in focus, seen from afar.
  ///
  /// @param xy `[point, 2]`; a point at NaN is nowhere; no rows shows the placeholder
  public void setPoints(FloatMatrix xy) {
    var drawn = new PointRaster(xy);
    raster = drawn;
    picker = new PointPicker(xy, drawn.bounds());
    selected = null;
    visible = null;
    chosenView = null;
    focusRow.set(NONE);
    hoverRow.set(NONE);
    describe();
    redraw();
  }

  /// Gives each point its colour.
  ///
  /// @param rgb one `0xRRGGBB` a point
  public void setColors(int[] rgb) {
    if (raster != null) {
      raster.setColors(rgb);
      redraw();
    }
  }

  /// Dims all other points.
  ///
  /// @param rows the points selected; null for no selection
  public void setSelected(@Nullable BitSet rows) {
    selected = rows == null ? null : (BitSet) rows.clone();
    showRows();
  }

  /// Takes all other points off the map.
  ///
  /// @param rows the points left; null for all
  public void setVisiblePoints(@Nullable BitSet rows) {
    visible = rows == null ? null : (BitSet) rows.clone();
    showRows();
  }

  private void showRows() {
    if (raster != null && picker != null) {
      raster.setShown(selected, visible);
      picker.setVisible(visible);
    }
    describe();
    redraw();
  }

  /// Lets words float over the map; one that would cover another moves a line, or gives way.
  ///
  /// @param labels most important first
  public void setLabels(List<Label> labels) {
    painter.setLabels(labels);
    redraw();
  }

  /// Names the axes in the corners and shows a thin cross at 0.
  ///
  /// @param x what goes to the right; empty for no axis
  /// @param y what goes up; empty for no axis
  public void setAxisTitles(String x, String y) {
    painter.setAxisTitles(x, y);
    redraw();
  }

  /// Says how points are called on flags.
  ///
  /// @param names from row to name
  public void setNameOf(IntFunction<String> names) {
    nameOf = names;
    describe();
    redraw();
  }

  /// Is told of a point that was clicked or walked to, after it got the focus.
  ///
  /// @param action takes its row
  public void setOnPick(IntConsumer action) {
    onPick = action;
  }

  /// Is told of a point that was double-clicked, or in focus when Enter was pressed.
  ///
  /// @param action takes its row
  public void setOnOpen(IntConsumer action) {
    onOpen = action;
  }

  /// Is told of points that were caught.
  ///
  /// @param action takes their rows and what to do with them
  public void setOnSelect(BiConsumer<BitSet, SelectGesture> action) {
    onSelect = action;
  }

  /// Says what to do when there are no points.
  ///
  /// @param sentence shown in the middle
  public void setPlaceholder(String sentence) {
    placeholder.setText(sentence);
    describe();
  }

  /// Says what the map shows, for those who cannot see it.
  ///
  /// @param words such as `Map of all neurons`
  public void setDescription(String words) {
    description = words;
    describe();
  }

  /// The point in focus, [#NONE] if none.
  ///
  /// @return the property
  public IntegerProperty focusRowProperty() {
    return focusRow;
  }

  /// The point under the pointer, [#NONE] if none.
  ///
  /// @return the property
  public IntegerProperty hoverRowProperty() {
    return hoverRow;
  }

  /// Radius of a point, in pixels of the scene.
  ///
  /// @return the property
  public DoubleProperty pointRadiusProperty() {
    return pointRadius;
  }

  /// Whether x and y have scales of their own; wanted when they have different units.
  ///
  /// @return the property
  public BooleanProperty stretchedProperty() {
    return stretched;
  }

  /// What dragging does.
  ///
  /// @return the property
  public ObjectProperty<SelectTool> toolProperty() {
    return tool;
  }

  /// Shows all points, now and when the size changes.
  public void fit() {
    chosenView = null;
    redraw();
  }

  /// Moves the map just so far that a point can be seen.
  ///
  /// @param row the point
  public void reveal(int row) {
    var points = picker;
    if (points == null || row < 0) {
      return;
    }
    var view = viewport();
    var x = view.screenX(points.x(row));
    var y = view.screenY(points.y(row));
    var dx = Math.clamp(x, MARGIN, Math.max(MARGIN, getWidth() - MARGIN)) - x;
    var dy = Math.clamp(y, MARGIN, Math.max(MARGIN, getHeight() - MARGIN)) - y;
    if (dx != 0 || dy != 0) {
      look(view.panned(dx, dy));
    }
  }

  /// Where the plane lies on the region.
  ///
  /// @return the view
  public Viewport viewport() {
    var chosen = chosenView;
    return chosen != null ? chosen : fitted();
  }

  private Viewport fitted() {
    var bounds = raster == null ? new PlaneBounds(-1, -1, 1, 1) : raster.bounds();
    return stretched.get()
        ? bounds.stretch(getWidth(), getHeight(), MARGIN)
        : bounds.fit(getWidth(), getHeight(), MARGIN);
  }

  /// Looks at another part of the plane, unless all would become a speck or a void.
  ///
  /// @param view where the plane shall lie on the region
  public void look(Viewport view) {
    var zoom = view.scaleX() / fitted().scaleX();
    if (zoom >= LEAST_ZOOM && zoom <= GREATEST_ZOOM) {
      chosenView = view;
      redraw();
    }
  }

  @Nullable PointPicker picker() {
    return picker;
  }

  boolean isShown(int row) {
    return visible == null || visible.get(row);
  }

  String name(int row) {
    return nameOf.apply(row);
  }

  PointCloudPainter painter() {
    return painter;
  }

  void pick(int row) {
    focusRow.set(row);
    onPick.accept(row);
  }

  void open(int row) {
    onOpen.accept(row);
  }

  void select(BitSet rows, SelectGesture gesture) {
    onSelect.accept(rows, gesture);
  }

  private void describe() {
    var points = raster;
    if (points == null || points.size() == 0) {
      setAccessibleText(description + ". " + placeholder.getText());
      return;
    }
    var shown = visible == null ? points.size() : visible.cardinality();
    var text = new StringBuilder("%s: %,d points".formatted(description, shown));
    if (selected != null) {
      text.append(", %,d selected".formatted(selected.cardinality()));
    }
    if (focusRow.get() != NONE) {
      text.append(", at ").append(name(focusRow.get()));
    }
    setAccessibleText(text.toString());
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    var empty = raster == null || raster.size() == 0;
    placeholder.setVisible(empty);
    if (empty) {
      placeholder.centre(getWidth(), getHeight());
    }
  }

  @Override
  void draw(GraphicsContext pen, double width, double height) {
    var points = raster;
    if (points == null || points.size() == 0) {
      image.clear();
      return;
    }
    var scale = pixelScale();
    var background = themeProperty().get().neutral();
    var style = new PointStyle(pointRadius.get() * scale, OPACITY, DIMMED, background);
    image.draw(points, viewport(), style, new PointImage.Frame(width, height, scale));
    painter.paint(pen, width, height);
  }
}
