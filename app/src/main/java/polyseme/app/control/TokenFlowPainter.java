// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.paint.CycleMethod;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Paint;
import javafx.scene.paint.Stop;
import javafx.scene.text.TextAlignment;
import polyseme.analysis.color.DivergingScale;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.app.theme.ThemeColors;

/// Paints the cells, texts and marks of a heat map.
final class TokenFlowPainter {

  private static final double CELL_INSET = 2;
  private static final double CORNER = 7;
  private static final double FADE = 40;
  private static final double HALF_PIXEL = 0.5;

  private final TokenFlow flow;

  TokenFlowPainter(TokenFlow flow) {
    this.flow = flow;
  }

  /// The part of a line where nothing fades, in pixels of the region.
  private record Clear(double left, double right, double from, double to) {

    boolean holds(TokenLayout.Piece piece, double shift) {
      return piece.x() + shift >= from && piece.end() + shift <= to;
    }

    Paint faded(Color color) {
      var none = Color.color(color.getRed(), color.getGreen(), color.getBlue(), 0);
      var span = Math.max(1, right - left);
      return new LinearGradient(
          left,
          0,
          left + span,
          0,
          false,
          CycleMethod.NO_CYCLE,
          new Stop(0, from > left ? none : color),
          new Stop(Math.clamp((from - left) / span, 0, 1), color),
          new Stop(Math.clamp((to - left) / span, 0, 1), color),
          new Stop(1, to < right ? none : color));
    }
  }

  void paint(GraphicsContext pen, VisibleBand band, double height) {
    paintPlace(pen, height);
    var map = flow.heatmap();
    if (map == null) {
      return;
    }
    var lines = flow.tokenLayout();
    pen.setFont(flow.ruler().font());
    pen.setTextAlign(TextAlignment.LEFT);
    pen.setTextBaseline(VPos.CENTER);
    var first = (int) Math.floor((band.top() - flow.textTop()) / TokenFlow.LINE_HEIGHT);
    var last = (int) Math.ceil((band.bottom() - flow.textTop()) / TokenFlow.LINE_HEIGHT);
    for (var line = Math.max(0, first); line < Math.min(lines.lineCount(), last); line++) {
      paintLine(pen, map, line);
    }
  }

  private void paintLine(GraphicsContext pen, TokenHeatmap map, int line) {
    var lines = flow.tokenLayout();
    var shift = flow.textLeft() - flow.shift();
    var top = flow.textTop() + line * TokenFlow.LINE_HEIGHT;
    var clear = clear(line);
    for (var piece : lines.line(line)) {
      var x = piece.x() + shift;
      if (x < clear.right() && x + piece.width() > clear.left()) {
        paintPiece(pen, map, piece, x, top, clear);
      }
    }
  }

  private Clear clear(int line) {
    var lines = flow.tokenLayout();
    var shift = flow.shift();
    var left = flow.textLeft();
    var right = left + Math.min(flow.textWidth(), lines.lineEnd(line) - shift);
    var hiddenLeft = shift > 0;
    var hiddenRight = lines.lineEnd(line) - shift > flow.textWidth() + HALF_PIXEL;
    var first = line == 0 && flow.fadedEnds().start();
    var last = line == lines.lineCount() - 1 && flow.fadedEnds().end();
    return new Clear(
        left,
        right,
        hiddenLeft || first ? left + FADE : left - 1,
        hiddenRight || last ? right - FADE : right + 1);
  }

  private void paintPiece(
      GraphicsContext pen,
      TokenHeatmap map,
      TokenLayout.Piece piece,
      double x,
      double top,
      Clear clear) {
    var theme = flow.themeProperty().get();
    var colors = ThemeColors.of(theme);
    var token = map.text().tokens().get(piece.token());
    var range = map.range();
    var value = map.activations().get(piece.token());
    var rgb = DivergingScale.rgb(value, range.min(), range.max(), theme);
    // what is not known is not painted: no colour must pass for a measured one
    var plain = token.special() || rgb == theme.neutral() || Float.isNaN(value);
    var ink = plain ? colors.text() : ThemeColors.color(DivergingScale.textRgb(rgb));
    if (token.special()) {
      ink = colors.muted();
    }
    var whole = clear.holds(piece, x - piece.x());
    if (!plain) {
      var fill = ThemeColors.color(rgb);
      pen.setFill(whole ? fill : clear.faded(fill));
      pen.fillRoundRect(
          x + HALF_PIXEL,
          top + CELL_INSET,
          piece.width() - 1,
          TokenFlow.LINE_HEIGHT - 2 * CELL_INSET,
          CORNER,
          CORNER);
    }
    pen.setFill(whole ? ink : clear.faded(ink));
    pen.fillText(piece.text(), x + TokenLayout.PAD, top + TokenFlow.LINE_HEIGHT / 2);
    paintMarks(pen, piece.token(), ink, x, top, piece.width());
  }

  private void paintMarks(
      GraphicsContext pen, int token, Color ink, double x, double top, double width) {
    var bottom = top + TokenFlow.LINE_HEIGHT;
    if (token == flow.peak()) {
      pen.setFill(ink);
      var side = Math.min(3, width / 6);
      pen.fillRect(x + side, bottom - 5, width - 2 * side, 2);
    }
    if (flow.caret().holds(token)) {
      pen.setFill(flow.colors().accent());
      pen.setGlobalAlpha(0.25);
      pen.fillRect(x, top, width, TokenFlow.LINE_HEIGHT);
      pen.setGlobalAlpha(1);
      pen.fillRect(x, bottom - 2, width, 2);
    }
    if (token == flow.caret().token() && flow.isFocused()) {
      outline(pen, flow.colors().accent(), 2, x, top, width);
    } else if (token == flow.caret().hovered()) {
      outline(pen, flow.colors().text(), 1, x, top, width);
    }
  }

  private static void outline(
      GraphicsContext pen, Color color, double thick, double x, double top, double width) {
    pen.setStroke(color);
    pen.setLineWidth(thick);
    pen.strokeRoundRect(
        x + HALF_PIXEL,
        top + CELL_INSET - HALF_PIXEL,
        width - 1,
        TokenFlow.LINE_HEIGHT - 2 * CELL_INSET + 1,
        CORNER,
        CORNER);
  }

  private void paintPlace(GraphicsContext pen, double height) {
    if (Double.isNaN(flow.place())) {
      return;
    }
    var colors = flow.colors();
    var left = flow.snappedLeftInset();
    var top = flow.textTop() + 3;
    var room = Math.max(8, height - flow.snappedBottomInset() - 3 - top);
    var mark = Math.min(8, room / 2);
    pen.setFill(colors.border());
    pen.fillRoundRect(left, top, 3, room, 3, 3);
    pen.setFill(colors.muted());
    var y = top + Math.clamp(flow.place(), 0, 1) * (room - mark);
    pen.fillRoundRect(left, y, 3, mark, 3, 3);
  }
}
