// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.heatmap;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import polyseme.analysis.markup.Markup;
import polyseme.engine.tensor.FloatVector;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A heat map as JSON, with exact numbers. What is no number stands as `"NaN"`, `"Infinity"` or
/// `"-Infinity"`.
public final class JsonHeatmap {

  private JsonHeatmap() {}

  /// Model, unit, hook name, range, text and tokens.
  ///
  /// @param heatmap what to write
  /// @return one JSON object, to be written as UTF-8
  public static String write(TokenHeatmap heatmap) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("model", heatmap.model()).put("processing", heatmap.processing());
    root.put("unit", heatmap.unit().toString());
    root.put("hook", heatmap.unit().hook().name());
    root.put("layer", heatmap.unit().layer());
    if (heatmap.unit().head() >= 0) {
      root.put("head", heatmap.unit().head());
    }
    root.put("index", heatmap.unit().index());
    root.putObject("range").put("min", heatmap.range().min()).put("max", heatmap.range().max());
    root.put("peak", heatmap.peak());
    root.put("text", heatmap.text().text());
    root.set("tokens", tokens(heatmap.text(), heatmap.activations()));
    var json = new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    return Markup.visibleJson(json) + "\n";
  }

  /// The tokens of a text with one activation each: id, text, bytes in hex, place in the text,
  /// activation.
  ///
  /// @param text the text
  /// @param activations one a token
  /// @return an array of objects
  public static ArrayNode tokens(TokenizedText text, FloatVector activations) {
    var array = JsonNodeFactory.instance.arrayNode();
    for (var i = 0; i < activations.size(); i++) {
      var token = text.tokens().get(i);
      var node = array.addObject();
      node.put("id", token.id()).put("text", token.text()).put("bytes", hex(token));
      node.put("start", token.start()).put("end", token.end());
      if (token.special()) {
        node.put("special", true);
      }
      node.put("activation", activations.get(i));
    }
    return array;
  }

  private static String hex(Token token) {
    return HexFormat.of().formatHex(token.bytes().getBytes(StandardCharsets.ISO_8859_1));
  }
}
