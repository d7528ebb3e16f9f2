// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The short names that TransformerLens' users write: `k6`, `scale4ln1`, `normalized0ln2`, `attn3`.
///
/// Source: `get_act_name` in TransformerLens' `utilities/components_utils.py`. There, a name before
/// the layer has letters only; here, `resid_pre5` is understood as well.
final class ActivationName {

  private static final Pattern NUMBERED = Pattern.compile("([a-z][a-z_]*)(\\d{1,6})([a-z]?.*)");

  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "attn", "pattern",
          "attn_logits", "attn_scores",
          "key", "k",
          "query", "q",
          "value", "v",
          "mlp_pre", "pre",
          "mlp_mid", "mid",
          "mlp_post", "post");

  private static final Map<String, String> OTHER_PLACES =
      Map.of("a", "attn", "attention", "attn", "m", "mlp", "b", "", "block", "", "blocks", "");

  private static final Set<String> IN_ATTENTION =
      Set.of("k", "v", "q", "z", "rot_k", "rot_q", "result", "pattern", "attn_scores");

  private static final Set<String> IN_MLP = Set.of("pre", "post", "mid", "pre_linear");

  private ActivationName() {}

  /// The other spelling of a name that means a place in every layer.
  ///
  /// @param written what was written
  /// @return `pattern` for `attn`; other names as they are
  static String usual(String written) {
    return OTHER_NAMES.getOrDefault(written, written);
  }

  /// The full name.
  ///
  /// @param written a name and a layer, perhaps a place in the layer; or a name outside the layers
  /// @return the hook point that TransformerLens would look for
  static String full(String written) {
    var match = NUMBERED.matcher(written);
    if (!match.matches()) {
      var name = usual(written);
      return name.equals("scale") || name.equals("normalized")
          ? "ln_final.hook_" + name
          : "hook_" + name;
    }
    var name = usual(match.group(1));
    var place = OTHER_PLACES.getOrDefault(match.group(3), match.group(3));
    if (IN_ATTENTION.contains(name)) {
      place = "attn";
    } else if (IN_MLP.contains(name)) {
      place = "mlp";
    }
    var dotted = place.isEmpty() ? "" : place + ".";
    return "blocks.%s.%shook_%s".formatted(match.group(2), dotted, name);
  }
}
