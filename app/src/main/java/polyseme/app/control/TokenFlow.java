// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.List;
import java.util.function.IntConsumer;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.app.theme.Fonts;

/// A text whose tokens are coloured by their activations.
///
/// Tokens flow as text; hovering shows a token's value, dragging selects, a click is told to
/// [#setOnTokenClick]. Keys: arrows walk from token to token (Shift selects), Home and End, Ctrl+A,
/// Ctrl+C copies the selected text, Enter clicks.
public final class TokenFlow extends DrawnRegion {

  static final double LINE_HEIGHT = 24;
  private static final double PLACE_WIDTH = 11;
  private static final double NARROWEST = 120;
  private static final double FONT_SIZE = 13;

  private final MonoRuler ruler = new MonoRuler(Fonts.mono(FONT_SIZE));
  private final TokenFlowPainter painter = new TokenFlowPainter(this);
  private final TokenCaret caret = new TokenCaret(this);
  private @Nullable TokenHeatmap heatmap;
  private List<TokenLayout.Shown> shown = List.of();
  private @Nullable TokenLayout layout;
  private double layoutWidth = -1;
  private int peak = TokenCaret.NONE;
  private boolean snippet;
  private @Nullable FadedEnds fadedEnds;
  private double place = Double.NaN;
  private IntConsumer onTokenClick = _ -> {};

  /// Makes a heat map of nothing.
  public TokenFlow() {
    getStyleClass().add("token-flow");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.TEXT_AREA);
    setAccessibleRoleDescription("token heat map");
    focusedProperty().subscribe(this::redraw);
    // only a listener to the value makes the transform tell of every change
    localToSceneTransformProperty().subscribe(_ -> scrolled());
    caret.listen();
    describe();
  }

  /// Shows another text.
  ///
  /// @param map the text and its activations; null for nothing
  public void setHeatmap(@Nullable TokenHeatmap map) {
    heatmap = map;
    shown = map == null ? List.of() : map.text().tokens().stream().map(ShownTokens::of).toList();
    peak = TokenCaret.NONE;
    caret.forget();
    reflow();
  }

  /// Underlines a token.
  ///
  /// @param token which, from 0; −1 for none
  public void setPeak(int token) {
    peak = token;
    redraw();
  }

  /// Shows the text as one line about the peak, or all of it in as many lines as it needs.
  ///
  /// @param oneLine true for one line
  public void setSnippet(boolean oneLine) {
    snippet = oneLine;
    reflow();
  }

  /// Says at which ends the document goes on. Until told, both ends of a single line fade and
  /// neither end of several lines.
  ///
  /// @param ends those that fade
  public void setFadedEnds(FadedEnds ends) {
    fadedEnds = ends;
    redraw();
  }

  /// Shows where in its document the text stands, as a mark on a thin bar at the left.
  ///
  /// @param share 0 at the start of the document, 1 at its end; NaN for no bar
  public void setPlace(double share) {
    place = share;
    reflow();
  }

  /// Is told of tokens that are clicked.
  ///
  /// @param action takes the token's place in the text, from 0
  public void setOnTokenClick(IntConsumer action) {
    onTokenClick = action;
  }

  /// The token the keyboard stands at.
  ///
  /// @return its place, −1 if none
  public int caretToken() {
    return caret.token();
  }

  /// The part of the text that is selected.
  ///
  /// @return the text, empty if nothing is
  public String selectedText() {
    return caret.selectedText();
  }

  @Nullable TokenHeatmap heatmap() {
    return heatmap;
  }

  int tokenCount() {
    return shown.size();
  }

  int peak() {
    return peak;
  }

  double place() {
    return place;
  }

  boolean inOneLine() {
    return snippet;
  }

  FadedEnds fadedEnds() {
    var told = fadedEnds;
    if (told != null) {
      return told;
    }
    return snippet ? FadedEnds.BOTH : FadedEnds.NONE;
  }

  TokenCaret caret() {
    return caret;
  }

  MonoRuler ruler() {
    return ruler;
  }

  void click(int token) {
    onTokenClick.accept(token);
  }

  private void reflow() {
    layout = null;
    describe();
    requestLayout();
  }

  /// Left edge of the text.
  double textLeft() {
    return snappedLeftInset() + (Double.isNaN(place) ? 0 : PLACE_WIDTH);
  }

  /// Upper edge of the text.
  double textTop() {
    return snappedTopInset();
  }

  /// Pixels for the text in a line.
  double textWidth() {
    return textWidth(getWidth());
  }

  private double textWidth(double width) {
    return Math.max(NARROWEST / 2, width - textLeft() - snappedRightInset());
  }

  /// Where the tokens lie in the width there is.
  TokenLayout tokenLayout() {
    return tokenLayout(textWidth());
  }

  private TokenLayout tokenLayout(double width) {
    var known = layout;
    if (known != null && (layoutWidth == width || snippet)) {
      return known;
    }
    var fresh =
        snippet
            ? TokenLayout.single(shown, ruler::width)
            : TokenLayout.wrapped(shown, width, ruler::width);
    layout = fresh;
    layoutWidth = width;
    return fresh;
  }

  /// How far a line that is too long is pushed to the left, to show its peak.
  double shift() {
    var lines = tokenLayout();
    var hidden = snippet ? lines.lineEnd(0) - textWidth() : 0;
    if (hidden <= 0) {
      return 0;
    }
    var middle = 0.0;
    if (peak >= 0 && peak < tokenCount()) {
      var piece = lines.piece(peak);
      middle = piece.x() + piece.width() / 2;
    }
    return Math.clamp(Math.rint(middle - textWidth() / 2), 0, hidden);
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefWidth(double height) {
    return 400;
  }

  @Override
  protected double computeMinWidth(double height) {
    return NARROWEST;
  }

  @Override
  protected double computePrefHeight(double width) {
    var lines = snippet ? 1 : tokenLayout(textWidth(width < 0 ? prefWidth(-1) : width)).lineCount();
    return snappedTopInset() + lines * LINE_HEIGHT + snappedBottomInset();
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected void layoutChildren() {
    var band = VisibleBand.of(this);
    canvas().node().setLayoutY(band.top());
    if (getWidth() >= 1 && band.height() >= 1) {
      var pen = canvas().begin(getWidth(), band.height(), renderScaleProperty().get());
      pen.translate(0, -band.top());
      painter.paint(pen, band, getHeight());
    }
  }

  @Override
  void draw(GraphicsContext pen, double width, double height) {
    painter.paint(pen, new VisibleBand(0, height), height);
  }

  private void scrolled() {
    if (getHeight() > VisibleBand.ORDINARY) {
      redraw();
    }
  }

  /// Says the token the caret stands at, or how many there are.
  void describe() {
    var map = heatmap;
    if (map == null) {
      setAccessibleText("No text");
    } else if (caret.token() == TokenCaret.NONE) {
      setAccessibleText("%s on %,d tokens".formatted(map.unit(), map.text().tokens().size()));
    } else {
      setAccessibleText(ShownTokens.says(map, caret.token()));
    }
    notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
  }

  @Override
  public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
    var map = heatmap;
    return switch (attribute) {
      case TEXT -> map == null ? "" : map.text().text();
      case CARET_OFFSET -> caret.textOffset();
      case SELECTION_START -> caret.selectionStart();
      case SELECTION_END -> caret.selectionEnd();
      case EDITABLE -> false;
      default -> super.queryAccessibleAttribute(attribute, parameters);
    };
  }
}
