// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.figure;

import static polyseme.analysis.markup.Markup.escape;

import polyseme.analysis.color.PageTheme;
import polyseme.analysis.color.Theme;
import polyseme.analysis.markup.Numbers;

/// Writes the elements figures are made of.
final class Svg {

  static final String SANS = "Inter,system-ui,'Segoe UI','DejaVu Sans',sans-serif";

  private final PageTheme theme;
  private final StringBuilder out = new StringBuilder();

  Svg(int width, int height, String title, PageTheme theme) {
    this.theme = theme;
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
        role="img" aria-label="%3$s" font-family="%4$s" font-size="11" style="color-scheme:%5$s">
        <title>%3$s</title>
        <rect width="%1$d" height="%2$d" style="fill:%6$s"/>
        """
            .formatted(width, height, escape(title), SANS, theme.colorScheme(), panel()));
  }

  Svg raw(String text) {
    out.append(text);
    return this;
  }

  Svg line(double x1, double y1, double x2, double y2, String style) {
    return raw(
        "<path d=\"M%s %sL%s %s\" style=\"fill:none;%s\"/>\n"
            .formatted(px(x1), px(y1), px(x2), px(y2), style));
  }

  Svg rect(double x, double y, double width, double height, String style) {
    return raw(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" style=\"%s\"/>\n"
            .formatted(px(x), px(y), px(width), px(height), style));
  }

  Svg text(double x, double y, String style, String text) {
    return raw(
        "<text x=\"%s\" y=\"%s\" style=\"%s\">%s</text>\n"
            .formatted(px(x), px(y), style, escape(text)));
  }

  String end() {
    return out.append("</svg>\n").toString();
  }

  String css(int light, int dark) {
    return theme.css(light, dark);
  }

  String panel() {
    return css(Theme.LIGHT.panel(), Theme.DARK.panel());
  }

  String ink() {
    return css(Theme.LIGHT.text(), Theme.DARK.text());
  }

  String muted() {
    return css(Theme.LIGHT.mutedText(), Theme.DARK.mutedText());
  }

  String border() {
    return css(Theme.LIGHT.border(), Theme.DARK.border());
  }

  static String px(double value) {
    return Numbers.pixels(value);
  }
}
