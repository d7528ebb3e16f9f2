// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.color.DivergingScale;
import polyseme.analysis.heatmap.ColorRange;
import polyseme.analysis.scan.DensityAxis;
import polyseme.analysis.scan.Histogram;
import polyseme.app.theme.Fonts;
import polyseme.app.theme.ThemeColors;

/// How often each activation occurs: the density, for bins differ in width, on a logarithmic scale,
/// with a line at zero and the colours of the heat maps below. The left and right keys walk from
/// bar to bar; a click or the enter key opens one.
public final class HistogramPlot extends DrawnRegion {

  private static final int NONE = -1;
  private static final double FOOT = 22;
  private static final double HEAD = 14;
  private static final double STRIP = 4;
  private static final double SCALE_ROOM = 40;

  private final HoverTip tip = new HoverTip(this);
  private final Placeholder placeholder = new Placeholder();
  private @Nullable Histogram histogram;
  private @Nullable ColorRange range;
  private double mark = Double.NaN;
  private int bin = NONE;
  private double chosenFrom = Double.NaN;
  private double chosenTo = Double.NaN;
  private @Nullable BarListener listener;

  /// Told which bar was opened.
  @FunctionalInterface
  public interface BarListener {

    /// A bar was opened.
    ///
    /// @param from its left edge
    /// @param to its right edge
    void opened(double from, double to);
  }

  /// Makes a plot of nothing.
  public HistogramPlot() {
    getStyleClass().add("histogram-plot");
    getChildren().add(placeholder);
    placeholder.setText("No activations yet");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleRoleDescription("histogram");
    setOnMouseMoved(event -> hover(binAt(event.getX()), event.getX(), event.getY()));
    setOnMouseExited(_ -> hover(NONE, 0, 0));
    setOnMousePressed(_ -> requestFocus());
    setOnMouseClicked(event -> {
      if (event.getButton() == MouseButton.PRIMARY) {
        open(binAt(event.getX()));
      }
    });
    setOnKeyPressed(this::keyed);
    focusVisibleProperty().subscribe(this::redraw);
    describe();
  }

  /// Shows other counts.
  ///
  /// @param counts what to show; null for nothing
  public void setHistogram(@Nullable Histogram counts) {
    histogram = counts;
    bin = NONE;
    tip.hide();
    describe();
    redraw();
  }

  /// Shows the colours of the heat maps below the bars.
  ///
  /// @param colors where they are full; null for no colours
  public void setColorRange(@Nullable ColorRange colors) {
    range = colors;
    redraw();
  }

  /// Marks an activation, such as that of the example looked at.
  ///
  /// @param activation where; NaN for nowhere
  public void setMark(double activation) {
    mark = activation;
    redraw();
  }

  /// Makes the bars open something.
  ///
  /// @param told which bar was clicked
  public void setOnBar(BarListener told) {
    listener = told;
    setCursor(Cursor.HAND);
    setAccessibleHelp("Left and right walk from bar to bar, Enter opens the examples of one");
  }

  /// Shows which bar is open.
  ///
  /// @param from its left edge; NaN for none
  /// @param to its right edge
  public void choose(double from, double to) {
    chosenFrom = from;
    chosenTo = to;
    redraw();
  }

  private void open(int which) {
    var counts = histogram;
    if (counts != null && which != NONE && listener != null) {
      listener.opened(counts.edges().get(which), counts.edges().get(which + 1));
    }
  }

  @Override
  protected double computePrefWidth(double height) {
    return 320;
  }

  @Override
  protected double computePrefHeight(double width) {
    return 120;
  }

  private double plotWidth() {
    return Math.max(1, getWidth() - SCALE_ROOM);
  }

  private static double low(Histogram counts) {
    return counts.edges().getFirst();
  }

  private static double high(Histogram counts) {
    return counts.edges().getLast();
  }

  private double screenX(Histogram counts, double value) {
    return plotWidth() * (value - low(counts)) / (high(counts) - low(counts));
  }

  private int binAt(double x) {
    var counts = histogram;
    if (counts == null || x < 0 || x >= plotWidth()) {
      return NONE;
    }
    for (var i = 0; i < counts.counts().size(); i++) {
      if (x < screenX(counts, counts.edges().get(i + 1))) {
        return i;
      }
    }
    return NONE;
  }

  private void hover(int which, double x, double y) {
    if (which != bin) {
      bin = which;
      redraw();
    }
    var counts = histogram;
    if (which == NONE || counts == null) {
      tip.hide();
    } else {
      tip.show(says(counts, which), x, y);
    }
  }

  private void keyed(KeyEvent event) {
    var counts = histogram;
    if (bin != NONE && (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE)) {
      open(bin);
      event.consume();
    }
    var by =
        switch (event.getCode()) {
          case LEFT, KP_LEFT -> -1;
          case RIGHT, KP_RIGHT -> 1;
          default -> 0;
        };
    if (counts != null && by != 0 && !event.isAltDown()) {
      bin = Math.clamp(bin + by, 0, counts.counts().size() - 1);
      setAccessibleText(says(counts, bin));
      tip.show(says(counts, bin), screenX(counts, counts.edges().get(bin)), 0);
      redraw();
      event.consume();
    }
  }

  private static String says(Histogram counts, int which) {
    var count = counts.counts().get(which);
    return "%s … %s: %,d tokens (%s %%)"
        .formatted(
            Numbers.brief(counts.edges().get(which)),
            Numbers.brief(counts.edges().get(which + 1)),
            count,
            Numbers.brief(100.0 * count / Math.max(1, counts.total())));
  }

  private void describe() {
    var counts = histogram;
    setAccessibleText(
        counts == null
            ? placeholder.getText()
            : "Histogram of %,d activations from %s to %s"
                .formatted(
                    counts.total(), Numbers.brief(low(counts)), Numbers.brief(high(counts))));
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    placeholder.setVisible(histogram == null);
    placeholder.centre(getWidth(), getHeight());
  }

  @Override
  void draw(GraphicsContext pen, double width, double height) {
    var counts = histogram;
    if (counts == null) {
      return;
    }
    var floor = height - FOOT;
    var axis = DensityAxis.of(counts.densities());
    drawPowers(pen, axis, floor);
    drawBars(pen, counts, axis, floor);
    drawColors(pen, counts, floor);
    drawZero(pen, counts, floor);
    drawMark(pen, counts, floor);
    if (isFocusVisible()) {
      pen.setStroke(colors().accent());
      pen.setLineWidth(2);
      pen.strokeRect(1, 1, width - 2, height - 2);
    }
  }

  private void drawPowers(GraphicsContext pen, DensityAxis axis, double floor) {
    pen.setStroke(colors().border());
    pen.setLineWidth(1);
    pen.setFill(colors().muted());
    pen.setFont(Fonts.ui(10));
    pen.setTextAlign(TextAlignment.RIGHT);
    pen.setTextBaseline(VPos.TOP);
    pen.fillText("density", getWidth() - 2, 0);
    pen.setTextBaseline(VPos.CENTER);
    var free = floor + 1;
    for (var power = (int) Math.ceil(axis.low()); power <= axis.high(); power++) {
      var y = Math.rint(floor - axis.share(Math.pow(10, power)) * (floor - HEAD)) + 0.5;
      pen.strokeLine(0, y, plotWidth(), y);
      // too many names would run into each other
      if (free - y >= 13 && y > HEAD + 6) {
        pen.fillText(Numbers.power(power), getWidth() - 2, y);
        free = y;
      }
    }
  }

  private void drawBars(GraphicsContext pen, Histogram counts, DensityAxis axis, double floor) {
    var densities = counts.densities();
    for (var i = 0; i < counts.counts().size(); i++) {
      var left = screenX(counts, counts.edges().get(i));
      var wide = screenX(counts, counts.edges().get(i + 1)) - left;
      var tall = axis.share(densities.get(i)) * (floor - HEAD);
      var gap = wide >= 4 ? 1 : 0;
      var open = counts.edges().get(i) >= chosenFrom && counts.edges().get(i + 1) <= chosenTo;
      pen.setFill(i == bin ? colors().text() : open ? colors().accent() : colors().muted());
      pen.fillRect(left, floor - tall, Math.max(0.5, wide - gap), tall);
    }
  }

  private void drawColors(GraphicsContext pen, Histogram counts, double floor) {
    var colors = range;
    if (colors == null) {
      return;
    }
    var span = high(counts) - low(counts);
    for (var x = 0; x < plotWidth(); x++) {
      var value = (float) (low(counts) + span * (x + 0.5) / plotWidth());
      var rgb = DivergingScale.rgb(value, colors.min(), colors.max(), themeProperty().get());
      pen.setFill(ThemeColors.color(rgb));
      pen.fillRect(x, floor + 1, 1, STRIP);
    }
  }

  private void drawZero(GraphicsContext pen, Histogram counts, double floor) {
    pen.setFill(colors().muted());
    pen.setFont(Fonts.ui(11));
    pen.setTextBaseline(VPos.TOP);
    pen.setTextAlign(TextAlignment.LEFT);
    var below = floor + STRIP + 3;
    pen.fillText(Numbers.brief(low(counts)), 0, below);
    pen.setTextAlign(TextAlignment.RIGHT);
    pen.fillText(Numbers.brief(high(counts)), plotWidth(), below);
    if (low(counts) < 0 && high(counts) > 0) {
      var zero = Math.floor(screenX(counts, 0)) + 0.5;
      pen.setStroke(colors().text());
      pen.setLineWidth(1);
      pen.strokeLine(zero, 0, zero, floor + STRIP);
      if (zero > 40 && zero < plotWidth() - 40) {
        pen.setTextAlign(TextAlignment.CENTER);
        pen.fillText("0", zero, below);
      }
    }
  }

  private void drawMark(GraphicsContext pen, Histogram counts, double floor) {
    if (mark >= low(counts) && mark <= high(counts)) {
      var x = screenX(counts, mark);
      pen.setStroke(colors().ring());
      pen.setLineWidth(1.5);
      pen.strokeLine(x, HEAD, x, floor);
      pen.setFill(colors().ring());
      pen.fillPolygon(
          new double[] {x - 4, x + 4, x}, new double[] {HEAD - 6, HEAD - 6, HEAD + 1}, 3);
    }
  }
}
