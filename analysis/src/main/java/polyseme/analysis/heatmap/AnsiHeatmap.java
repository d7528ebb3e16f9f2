// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.heatmap;

import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import polyseme.analysis.color.DivergingScale;
import polyseme.analysis.color.PageTheme;
import polyseme.analysis.color.Rgb;
import polyseme.analysis.color.Theme;
import polyseme.analysis.markup.Numbers;

/// A heat map for a terminal. No control character of a text reaches the terminal.
public final class AnsiHeatmap {

  private static final String RESET = "\u001B[0m";

  private AnsiHeatmap() {}

  /// Tokens on coloured ground, for terminals with 24-bit colours.
  ///
  /// @param heatmap what to show
  /// @param theme whether the terminal is light or dark
  /// @return lines, the last one ended
  public static String colored(TokenHeatmap heatmap, Theme theme) {
    var out = new StringBuilder(head(heatmap));
    out.append(Numbers.show(heatmap.range().min())).append(' ');
    for (var value : new HeatColors(heatmap.range(), PageTheme.AUTO).legendValues()) {
      out.append(paint(value, heatmap.range(), theme)).append(' ');
    }
    out.append(RESET).append(' ').append(Numbers.show(heatmap.range().max())).append("\n\n");
    var peak = heatmap.peak();
    for (var i = 0; i < heatmap.activations().size(); i++) {
      var start =
          paint(heatmap.activations().get(i), heatmap.range(), theme)
              + (i == peak ? "\u001B[4m" : "");
      appendToken(out, VisibleToken.of(heatmap.text().tokens().get(i)), start);
    }
    return out.append('\n').toString();
  }

  /// One line a token with its activation, for terminals without colours and for files.
  ///
  /// @param heatmap what to show
  /// @return lines, the last one ended
  public static String plain(TokenHeatmap heatmap) {
    var out = new StringBuilder(head(heatmap));
    out.append("range ").append(extent(heatmap)).append("\n\n");
    var peak = heatmap.peak();
    for (var i = 0; i < heatmap.activations().size(); i++) {
      var token = VisibleToken.of(heatmap.text().tokens().get(i)).display();
      var value = Numbers.show(heatmap.activations().get(i));
      out.append(String.format(Locale.ROOT, "%5d %12s  “%s”", i, value, token));
      out.append(i == peak ? "  ← peak\n" : "\n");
    }
    return out.toString();
  }

  // Of the text's own tokens, as they are: without colours, where those are full says nothing.
  private static String extent(TokenHeatmap heatmap) {
    var seen = new DoubleSummaryStatistics();
    for (var i = 0; i < heatmap.activations().size(); i++) {
      var value = heatmap.activations().get(i);
      if (!heatmap.text().tokens().get(i).special() && Float.isFinite(value)) {
        seen.accept(value);
      }
    }
    return seen.getCount() == 0
        ? "unknown"
        : Numbers.show((float) seen.getMin()) + " … " + Numbers.show((float) seen.getMax());
  }

  private static String head(TokenHeatmap heatmap) {
    return "%s  %s  %s\n"
        .formatted(safe(heatmap.source()), heatmap.unit(), heatmap.unit().hook().name());
  }

  private static void appendToken(StringBuilder out, VisibleToken token, String start) {
    out.append(start);
    for (var part : token.parts()) {
      // the ground must not run on to the right edge of the terminal
      out.append(part.text().equals("\n") ? RESET + "\n" + start : part.text());
    }
    out.append(RESET);
  }

  private static String paint(float value, ColorRange range, Theme theme) {
    var ground = DivergingScale.rgb(value, range.min(), range.max(), theme);
    return "\u001B[48;2;%sm\u001B[38;2;%sm"
        .formatted(parameters(ground), parameters(DivergingScale.textRgb(ground)));
  }

  private static String parameters(int rgb) {
    return Rgb.red(rgb) + ";" + Rgb.green(rgb) + ";" + Rgb.blue(rgb);
  }

  private static String safe(String text) {
    return text.replaceAll("\\p{C}", "�");
  }
}
