// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import polyseme.engine.task.TokenizerException;
import tools.jackson.databind.JsonNode;

/// Checks the normalizer and pre-tokenizer of a `tokenizer.json` against what the native code
/// reads.
///
/// Native code ends the whole program on many a file it does not like; so everything it is given is
/// on a list, with its fields and their types. Decoders and post-processors are never given to it.
///
/// @param json the file
record TokenizerParts(TokenizerJson json) {

  private static final int DEEPEST = 8;
  private static final int LONGEST_PATTERN = 1000;

  /// What a field may hold.
  private enum Kind {
    TRUTH,
    TRUTH_OR_NULL,
    TEXT,
    LETTER,
    BEHAVIOR,
    SCHEME,
    PATTERN,
    PARTS
  }

  /// One field of a part.
  ///
  /// @param name as the file spells it
  /// @param kind what it holds
  /// @param optional whether it may be missing
  private record Field(String name, Kind kind, boolean optional) {}

  private static final Map<String, List<Field>> NORMALIZERS =
      Map.ofEntries(
          Map.entry("Sequence", List.of(must("normalizers", Kind.PARTS))),
          Map.entry("NFC", List.of()),
          Map.entry("NFD", List.of()),
          Map.entry("NFKC", List.of()),
          Map.entry("NFKD", List.of()),
          Map.entry("Lowercase", List.of()),
          Map.entry("StripAccents", List.of()),
          Map.entry(
              "Strip", List.of(must("strip_left", Kind.TRUTH), must("strip_right", Kind.TRUTH))),
          Map.entry("Prepend", List.of(must("prepend", Kind.TEXT))),
          Map.entry("Replace", List.of(must("pattern", Kind.PATTERN), must("content", Kind.TEXT))),
          Map.entry(
              "BertNormalizer",
              List.of(
                  must("clean_text", Kind.TRUTH),
                  must("handle_chinese_chars", Kind.TRUTH),
                  must("strip_accents", Kind.TRUTH_OR_NULL),
                  must("lowercase", Kind.TRUTH))));

  private static final Map<String, List<Field>> PRE_TOKENIZERS =
      Map.ofEntries(
          Map.entry("Sequence", List.of(must("pretokenizers", Kind.PARTS))),
          Map.entry(
              "ByteLevel",
              List.of(
                  must("add_prefix_space", Kind.TRUTH),
                  must("trim_offsets", Kind.TRUTH),
                  may("use_regex", Kind.TRUTH))),
          Map.entry("Digits", List.of(must("individual_digits", Kind.TRUTH))),
          Map.entry("Whitespace", List.of()),
          Map.entry("WhitespaceSplit", List.of()),
          Map.entry("BertPreTokenizer", List.of()),
          Map.entry("Punctuation", List.of(may("behavior", Kind.BEHAVIOR))),
          Map.entry(
              "Split",
              List.of(
                  must("pattern", Kind.PATTERN),
                  must("behavior", Kind.BEHAVIOR),
                  must("invert", Kind.TRUTH))),
          Map.entry(
              "Metaspace",
              List.of(
                  must("replacement", Kind.LETTER),
                  may("prepend_scheme", Kind.SCHEME),
                  may("add_prefix_space", Kind.TRUTH_OR_NULL),
                  may("split", Kind.TRUTH))));

  private static final Set<String> BEHAVIORS =
      Set.of("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous");

  private static final Set<String> SCHEMES = Set.of("first", "never", "always");

  /// What stands in a class of letters.
  private static final String LETTERS =
      "(?:[^\\\\\\[\\]&]|\\\\[pP]\\{[A-Z][a-z]?\\}|\\\\[sSdDwrnt./*+?()\\[\\]{}|^$\\\\'-])";

  /// What splitting patterns are made of: letters, classes, groups that capture nothing,
  /// repetitions. No references, no looking back, no classes within classes but one deep, as BLOOM
  /// has them.
  private static final Pattern PLAIN_PATTERN =
      Pattern.compile(
          "(?:[^\\\\\\[\\](){}]|\\\\[pP]\\{[A-Z][a-z]?\\}|\\\\[sSdDwWrntv./*+?()\\[\\]{}|^$\\\\'-]"
              + "|\\[\\^?(?:"
              + LETTERS
              + "|\\[\\^?"
              + LETTERS
              + "+\\])+\\]"
              + "|\\((?:\\?(?:i?:|=|!)|(?!\\?))|\\)|\\{\\d{1,3}(?:,\\d{0,3})?\\})*+");

  private static Field must(String name, Kind kind) {
    return new Field(name, kind, false);
  }

  private static Field may(String name, Kind kind) {
    return new Field(name, kind, true);
  }

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

  private void check(JsonNode parent, String name, Map<String, List<Field>> known, int depth)
      throws TokenizerException {
    if (!TokenizerJson.absent(parent, name)) {
      part(json.field(parent, name, "the file"), name, known, depth);
    }
  }

  private void part(JsonNode part, String what, Map<String, List<Field>> known, int depth)
      throws TokenizerException {
    json.object(part, what);
    var type = json.string(json.field(part, "type", what), what + ".type");
    var fields = known.get(type);
    if (fields == null || depth > DEEPEST) {
      throw json.refused("has the %s “%s”, which is not supported".formatted(what, type));
    }
    var names = new TreeSet<>(Set.of("type"));
    for (var field : fields) {
      names.add(field.name());
      if (!field.optional() || part.get(field.name()) != null) {
        value(json.field(part, field.name(), type), type + "." + field.name(), field, known, depth);
      }
    }
    json.only(part, names, type);
  }

  private void value(
      JsonNode value, String what, Field field, Map<String, List<Field>> known, int depth)
      throws TokenizerException {
    switch (field.kind()) {
      case TRUTH -> json.truth(value, what);
      case TRUTH_OR_NULL -> {
        if (!value.isNull()) {
          json.truth(value, what);
        }
      }
      case TEXT -> json.string(value, what);
      case LETTER -> letter(value, what);
      case BEHAVIOR -> oneOf(BEHAVIORS, value, what);
      case SCHEME -> oneOf(SCHEMES, value, what);
      case PATTERN -> pattern(value, what);
      case PARTS -> {
        for (var child : json.array(value, what)) {
          part(child, what, known, depth + 1);
        }
      }
    }
  }

  private void letter(JsonNode value, String what) throws TokenizerException {
    var text = json.string(value, what);
    if (text.codePointCount(0, text.length()) != 1) {
      throw json.part(what + " is not one letter");
    }
  }

  private void oneOf(Set<String> allowed, JsonNode value, String what) throws TokenizerException {
    var text = json.string(value, what);
    if (!allowed.contains(text)) {
      throw json.part("%s is “%s”, which is not supported".formatted(what, text));
    }
  }

  private void pattern(JsonNode value, String what) throws TokenizerException {
    json.object(value, what);
    json.only(value, Set.of("String", "Regex"), what);
    if (value.size() != 1) {
      throw json.part(what + " is not one pattern");
    }
    var plain = value.get("String");
    if (plain != null) {
      if (json.string(plain, what).isEmpty()) {
        throw json.part(what + " is empty");
      }
      return;
    }
    var regex = json.string(json.field(value, "Regex", what), what);
    if (regex.isEmpty() || regex.length() > LONGEST_PATTERN || !isPlain(regex)) {
      throw json.part("%s “%s” is a pattern that is not supported".formatted(what, regex));
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
