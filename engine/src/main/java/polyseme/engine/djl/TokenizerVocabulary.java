// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import polyseme.engine.task.TokenizerException;
import tools.jackson.databind.JsonNode;

/// Checks the model of a `tokenizer.json`: its kind, its vocabulary, its merges.
///
/// @param json the file
record TokenizerVocabulary(TokenizerJson json) {

  private static final int GREATEST_ID = 1 << 24;

  private static final Set<String> BPE =
      Set.of(
          "type",
          "dropout",
          "unk_token",
          "continuing_subword_prefix",
          "end_of_word_suffix",
          "fuse_unk",
          "byte_fallback",
          "ignore_merges",
          "vocab",
          "merges");

  private static final Set<String> WORD_PIECE =
      Set.of("type", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word", "vocab");

  private static final Set<String> WORD_LEVEL = Set.of("type", "unk_token", "vocab");

  private static final Set<String> UNIGRAM = Set.of("type", "unk_id", "byte_fallback", "vocab");

  /// Kind of a model; files of 2020 do not say it.
  ///
  /// @param model the `model` object
  /// @return `BPE`, `WordPiece`, `WordLevel`, `Unigram` or what else the file says
  /// @throws TokenizerException if it says nothing that can be understood
  String type(JsonNode model) throws TokenizerException {
    if (model.get("type") != null) {
      return json.string(json.field(model, "type", "the model"), "model.type");
    }
    if (model.get("merges") != null && json.field(model, "vocab", "the model").isObject()) {
      return "BPE";
    }
    throw json.refused("does not say what kind of model it is");
  }

  /// Checks a model.
  ///
  /// @param model the `model` object
  /// @return the vocabulary: number of each piece
  /// @throws TokenizerException if native code might not read it
  Map<String, Integer> check(JsonNode model) throws TokenizerException {
    return switch (type(model)) {
      case "BPE" -> bpe(model);
      case "WordPiece" -> {
        json.only(model, WORD_PIECE, "the model");
        json.string(
            json.field(model, "continuing_subword_prefix", "the model"),
            "model.continuing_subword_prefix");
        json.number(
            json.field(model, "max_input_chars_per_word", "the model"),
            "model.max_input_chars_per_word",
            Integer.MAX_VALUE);
        yield words(model);
      }
      case "WordLevel" -> {
        json.only(model, WORD_LEVEL, "the model");
        yield words(model);
      }
      case "Unigram" -> unigram(model);
      case String other ->
          throw json.refused("has a model “%s”, which is not supported".formatted(other));
    };
  }

  private Map<String, Integer> words(JsonNode model) throws TokenizerException {
    var vocabulary = vocabulary(model);
    known(model, "unk_token", vocabulary);
    return vocabulary;
  }

  private Map<String, Integer> bpe(JsonNode model) throws TokenizerException {
    json.only(model, BPE, "the model");
    for (var name : new String[] {"fuse_unk", "byte_fallback", "ignore_merges"}) {
      if (model.get(name) != null) {
        json.truth(json.field(model, name, "the model"), "model." + name);
      }
    }
    if (!TokenizerJson.absent(model, "dropout")) {
      throw json.refused("drops merges by chance, so that no result could be repeated");
    }
    var vocabulary = vocabulary(model);
    if (!TokenizerJson.absent(model, "unk_token")) {
      known(model, "unk_token", vocabulary);
    }
    merges(model, vocabulary);
    return vocabulary;
  }

  private String optional(JsonNode model, String name) throws TokenizerException {
    return TokenizerJson.absent(model, name)
        ? ""
        : json.string(json.field(model, name, "the model"), "model." + name);
  }

  private void known(JsonNode model, String name, Map<String, Integer> vocabulary)
      throws TokenizerException {
    var token = json.string(json.field(model, name, "the model"), "model." + name);
    if (!vocabulary.containsKey(token)) {
      throw json.refused("names “%s” as %s, which its vocabulary lacks".formatted(token, name));
    }
  }

  private Map<String, Integer> vocabulary(JsonNode model) throws TokenizerException {
    var vocabulary = new LinkedHashMap<String, Integer>();
    var taken = new HashSet<Integer>();
    var entries = json.object(json.field(model, "vocab", "the model"), "model.vocab");
    for (var entry : entries.properties()) {
      var id =
          json.number(
              entry.getValue(), "the number of “%s”".formatted(entry.getKey()), GREATEST_ID);
      if (!taken.add(id)) {
        throw json.refused("gives number %d to two tokens".formatted(id));
      }
      vocabulary.put(entry.getKey(), id);
    }
    if (vocabulary.isEmpty()) {
      throw json.refused("has an empty vocabulary");
    }
    return vocabulary;
  }

  private void merges(JsonNode model, Map<String, Integer> vocabulary) throws TokenizerException {
    var prefix = optional(model, "continuing_subword_prefix");
    optional(model, "end_of_word_suffix");
    var merges = json.array(json.field(model, "merges", "the model"), "model.merges");
    var written = !merges.isEmpty() && merges.get(0).isString();
    for (var merge : merges) {
      var pair = written ? halves(json.string(merge, "a merge")) : pair(merge);
      if (pair[0].isEmpty() || pair[1].isEmpty()) {
        throw json.refused("has a merge that is no pair: " + merge);
      }
      if (!pair[1].startsWith(prefix)) {
        throw json.refused("merges “%s” without its prefix".formatted(pair[1]));
      }
      var merged = pair[0] + pair[1].substring(prefix.length());
      for (var piece : new String[] {pair[0], pair[1], merged}) {
        if (!vocabulary.containsKey(piece)) {
          throw json.refused("merges “%s”, which its vocabulary lacks".formatted(piece));
        }
      }
    }
  }

  private static String[] halves(String merge) {
    var space = merge.indexOf(' ');
    var onlyOne = space >= 0 && merge.indexOf(' ', space + 1) < 0;
    return onlyOne
        ? new String[] {merge.substring(0, space), merge.substring(space + 1)}
        : new String[] {"", ""};
  }

  private String[] pair(JsonNode merge) throws TokenizerException {
    var parts = json.array(merge, "a merge");
    return parts.size() == 2
        ? new String[] {json.string(parts.get(0), "a merge"), json.string(parts.get(1), "a merge")}
        : new String[] {"", ""};
  }

  private Map<String, Integer> unigram(JsonNode model) throws TokenizerException {
    json.only(model, UNIGRAM, "the model");
    var vocabulary = new LinkedHashMap<String, Integer>();
    for (var entry : json.array(json.field(model, "vocab", "the model"), "model.vocab")) {
      if (!entry.isArray() || entry.size() != 2 || !entry.get(1).isNumber()) {
        throw json.refused("has a piece without a score: " + entry);
      }
      var piece = json.string(entry.get(0), "a piece");
      if (vocabulary.put(piece, vocabulary.size()) != null || piece.isEmpty()) {
        throw json.refused("has the piece “%s” twice or empty".formatted(piece));
      }
    }
    if (vocabulary.isEmpty()) {
      throw json.refused("has an empty vocabulary");
    }
    json.number(json.field(model, "unk_id", "the model"), "model.unk_id", vocabulary.size() - 1);
    if (model.get("byte_fallback") != null) {
      json.truth(json.field(model, "byte_fallback", "the model"), "model.byte_fallback");
    }
    return vocabulary;
  }
}
