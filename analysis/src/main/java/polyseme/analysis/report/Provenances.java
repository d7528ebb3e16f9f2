// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.report;

import static polyseme.analysis.markup.Markup.escape;

import polyseme.analysis.markup.Numbers;
import polyseme.analysis.parity.ParityBadge;
import polyseme.analysis.parity.ParityHtml;
import polyseme.analysis.scan.ScanProvenance;

/// Says on a page where its numbers come from.
final class Provenances {

  private Provenances() {}

  /// @param parity whether the model was compared with a reference
  /// @param more further rows, made with [#row]
  static String section(ScanProvenance from, ParityBadge parity, String more) {
    var options = from.options();
    var out = new StringBuilder("<section class=\"provenance\"><h2>Provenance</h2>\n");
    out.append("<div class=\"card\"><table><tbody>\n");
    out.append(row("program", escape(from.program())));
    out.append(row("model", escape(from.modelName())));
    out.append(row("model files, SHA-256", code(from.modelDigest())));
    out.append(row("weight processing", escape(from.processing())));
    out.append(row("parity", ParityHtml.whole(parity)));
    out.append(row("corpus", escape(from.corpusName())));
    out.append(row("corpus, SHA-256", code(from.corpusFingerprint())));
    out.append(
        row(
            "scanned",
            "%s documents, %s tokens at %s of every layer"
                .formatted(
                    Numbers.show((long) from.documents()),
                    Numbers.show(from.tokens()),
                    code(from.hook()))));
    out.append(
        row(
            "scan options",
            "%d examples at either end, context %s, %s shared positions, seed %d, %s"
                .formatted(
                    options.topK(),
                    options.contextTokens() == 0
                        ? "as long as the model takes"
                        : Numbers.show((long) options.contextTokens()) + " tokens",
                    Numbers.show((long) options.profilePositions()),
                    options.seed(),
                    options.maxTokens() == 0
                        ? "whole corpus"
                        : "stopped after " + Numbers.show(options.maxTokens()) + " tokens")));
    return out.append(more).append("</tbody></table></div></section>\n").toString();
  }

  /// @param html the cell's content, escaped
  static String row(String name, String html) {
    return "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n".formatted(escape(name), html);
  }

  private static String code(String text) {
    return "<code>" + escape(text) + "</code>";
  }
}
