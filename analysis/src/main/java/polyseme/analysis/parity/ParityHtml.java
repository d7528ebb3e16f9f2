// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.parity;

import static polyseme.analysis.markup.Markup.escape;

/// The badge on pages made by `HtmlPage`.
public final class ParityHtml {

  private ParityHtml() {}

  /// One line; more on hover.
  ///
  /// @param badge what to say
  /// @return one `p` element
  public static String line(ParityBadge badge) {
    return "<p class=\"parity %s small\" title=\"%s\">%s</p>\n"
        .formatted(badge.kind().style(), escape(badge.detail()), escape(badge.text()));
  }

  /// The line and what is on hover elsewhere.
  ///
  /// @param badge what to say
  /// @return two inline elements
  public static String whole(ParityBadge badge) {
    return "<span class=\"parity %s\">%s</span><br><span class=\"muted\">%s</span>"
        .formatted(badge.kind().style(), escape(badge.text()), escape(badge.detail()));
  }
}
