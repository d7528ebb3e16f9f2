// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.markup;

import java.util.function.ToIntFunction;
import polyseme.analysis.color.PageTheme;
import polyseme.analysis.color.Theme;
import polyseme.assets.Assets;

/// A page that needs nothing else: no script, no address, styles inside.
public final class HtmlPage {

  private HtmlPage() {}

  /// Makes a page of its body.
  ///
  /// @param title text for the title bar
  /// @param theme light, dark or the reader's
  /// @param styles names of further style sheets among the templates, such as `report.css`
  /// @param body HTML of the body
  /// @return the page, to be written as UTF-8
  public static String write(String title, PageTheme theme, String styles, String body) {
    var css = styles.isEmpty() ? "" : Assets.text("templates/" + styles);
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="%s">
    <title>%s</title>
    <style>
    %s%s%s</style>
    </head>
    <body>
    <p class="old small muted" role="note">This browser is older than the colours of this page; one from \
    2024 or later shows them.</p>
    %s</body>
    </html>
    """
        .formatted(
            theme.colorScheme(),
            Markup.escape(title),
            variables(theme),
            Assets.text("templates/page.css"),
            css,
            body);
  }

  private static String variables(PageTheme theme) {
    return ":root{color-scheme:%s;--bg:%s;--panel:%s;--raised:%s;--border:%s;--text:%s;--muted:%s;--accent:%s;--neutral:%s;--hair:%s;--good:%s;--warn:%s}\n"
        .formatted(
            theme.colorScheme(),
            css(theme, Theme::background),
            css(theme, Theme::panel),
            css(theme, Theme::raised),
            css(theme, Theme::border),
            css(theme, Theme::text),
            css(theme, Theme::mutedText),
            css(theme, Theme::accent),
            css(theme, Theme::neutral),
            theme.css(0xECEEF1, 0x1C222B),
            theme.css(0x1B7A3D, 0x56D38A),
            theme.css(0x8A5A00, 0xE3B341));
  }

  private static String css(PageTheme theme, ToIntFunction<Theme> colour) {
    return theme.css(colour.applyAsInt(Theme.LIGHT), colour.applyAsInt(Theme.DARK));
  }
}
