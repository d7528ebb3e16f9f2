// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import polyseme.engine.task.TokenizerException;
import tools.jackson.databind.JsonNode;

/// Checks the normalizer and pre-tokenizer of a `tokenizer.json` against what the native code reads.
///
/// Native code ends the whole program on many a file it does not like; so everything it is given is on a
/// list, with its fields and their types. Decoders and post-processors are never given to it.
///
/// @param json the file
record TokenizerParts(TokenizerJson json) {

  private static final int DEEPEST = 8;
  private static final int LONGEST_PATTERN = 1000;

  /// Types with their fields; `?` marks a field that may be missing.
  private static final Map<String, String> NORMALIZERS =
      Map.ofEntries(
          Map.entry("Sequence", "normalizers:parts"),
          Map.entry("NFC", ""),
          Map.entry("NFD", ""),
          Map.entry("NFKC", ""),
          Map.entry("NFKD", ""),
          Map.entry("Lowercase", ""),
          Map.entry("StripAccents", ""),
          Map.entry("Strip", "strip_left:truth strip_right:truth"),
          Map.entry("Prepend", "prepend:text"),
          Map.entry("Replace", "pattern:pattern content:text"),
          Map.entry(
              "BertNormalizer",
              "clean_text:truth handle_chinese_chars:truth strip_accents:truthOrNull lowercase:truth"));

  private static final Map<String, String> PRE_TOKENIZERS =
      Map.ofEntries(
          Map.entry("Sequence", "pretokenizers:parts"),
          Map.entry("ByteLevel", "add_prefix_space:truth trim_offsets:truth use_regex:truth?"),
          Map.entry("Digits", "individual_digits:truth"),
          Map.entry("Whitespace", ""),
          Map.entry("WhitespaceSplit", ""),
          Map.entry("BertPreTokenizer", ""),
          Map.entry("Punctuation", "behavior:behavior?"),
          Map.entry("Split", "pattern:pattern behavior:behavior invert:truth"),
          Map.entry("Metaspace", "replacement:letter prepend_scheme:scheme split:truth?"));

  private static final Set<String> BEHAVIORS =
      Set.of("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous");

  private static final Set<String> SCHEMES = Set.of("first", "never", "always");

  /// What splitting patterns are made of: letters, classes, groups that capture nothing, repetitions. No
  /// references, no looking back, no classes within classes.
  private static final Pattern PLAIN_PATTERN =
      Pattern.compile(
          "(?:[^\\\\\\[\\](){}]|\\\\[pP]\\{[A-Z][a-z]?\\}|\\\\[sSdDwWrntv./*+?()\\[\\]{}|^$\\\\'-]"
              + "|\\[\\^?(?:[^\\\\\\[\\]&]|\\\\[pP]\\{[A-Z][a-z]?\\}|\\\\[sSdDwrnt./*+?()\\[\\]{}|^$\\\\'-])+\\]"
              + "|\\((?:\\?(?:i?:|=|!))?|\\)|\\{\\d{1,3}(?:,\\d{0,3})?\\})*+");

  /// Checks the normalizer.
  ///
  /// @param root the file
  /// @throws TokenizerException if native code might not read it
  void checkNormalizer(JsonNode root) throws TokenizerException {
    check(root, "normalizer", NORMALIZERS, 0);
  }

  /// Checks the pre-tokenizer.
  ///
  /// @param root the file
  /// @throws TokenizerException if native code might not read it
  void checkPreTokenizer(JsonNode root) throws TokenizerException {
    check(root, "pre_tokenizer", PRE_TOKENIZERS, 0);
  }

  private void check(JsonNode parent, String name, Map<String, String> known, int depth)
      throws TokenizerException {
    if (!TokenizerJson.absent(parent, name)) {
      part(json.field(parent, name, "the file"), name, known, depth);
    }
  }

  private void part(JsonNode part, String what, Map<String, String> known, int depth)
      throws TokenizerException {
    json.object(part, what);
    var type = json.string(json.field(part, "type", what), what + ".type");
    var fields = known.get(type);
    if (fields == null || depth > DEEPEST) {
      throw json.refused("has the %s “%s”, which is not supported".formatted(what, type));
    }
    var names = new TreeSet<>(Set.of("type"));
    for (var field : fields.split(" ")) {
      if (!field.isEmpty()) {
        names.add(field(part, type, field, known, depth));
      }
    }
    json.only(part, names, type);
  }

  private String field(
      JsonNode part, String type, String spec, Map<String, String> known, int depth)
      throws TokenizerException {
    var colon = spec.indexOf(':');
    var name = spec.substring(0, colon);
    var optional = spec.endsWith("?");
    if (optional && part.get(name) == null) {
      return name;
    }
    var value = json.field(part, name, type);
    var what = type + "." + name;
    switch (spec.substring(colon + 1, optional ? spec.length() - 1 : spec.length())) {
      case "truth" -> json.truth(value, what);
      case "truthOrNull" -> {
        if (!value.isNull()) {
          json.truth(value, what);
        }
      }
      case "text" -> json.string(value, what);
      case "letter" -> letter(value, what);
      case "behavior" -> oneOf(BEHAVIORS, value, what);
      case "scheme" -> oneOf(SCHEMES, value, what);
      case "pattern" -> pattern(value, what);
      case "parts" -> {
        for (var child : json.array(value, what)) {
          part(child, what, known, depth + 1);
        }
      }
      default -> throw new IllegalStateException(spec);
    }
    return name;
  }

  private void letter(JsonNode value, String what) throws TokenizerException {
    var text = json.string(value, what);
    if (text.codePointCount(0, text.length()) != 1) {
      throw json.refused(what + " is not one letter");
    }
  }

  private void oneOf(Set<String> allowed, JsonNode value, String what) throws TokenizerException {
    var text = json.string(value, what);
    if (!allowed.contains(text)) {
      throw json.refused("%s is “%s”, which is not supported".formatted(what, text));
    }
  }

  private void pattern(JsonNode value, String what) throws TokenizerException {
    json.object(value, what);
    json.only(value, Set.of("String", "Regex"), what);
    if (value.size() != 1) {
      throw json.refused(what + " is not one pattern");
    }
    var plain = value.get("String");
    if (plain != null) {
      if (json.string(plain, what).isEmpty()) {
        throw json.refused(what + " is empty");
      }
      return;
    }
    var regex = json.string(json.field(value, "Regex", what), what);
    if (regex.isEmpty() || regex.length() > LONGEST_PATTERN || !isPlain(regex)) {
      throw json.refused("%s “%s” is a pattern that is not supported".formatted(what, regex));
    }
  }

  private static boolean isPlain(String regex) {
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException _) {
      return false;
    }
    return PLAIN_PATTERN.matcher(regex).matches();
  }
}
