// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.Reasons;
import polyseme.engine.task.TokenizerException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// GPT-2's byte-level tokenizer from the files that models of 2019 have instead of
/// `tokenizer.json`: `vocab.json` and `merges.txt`, beside them `tokenizer_config.json`,
/// `special_tokens_map.json` and `added_tokens.json`, each of which may be missing.
///
/// @param vocabulary `vocab.json`
record VocabularyAndMerges(Path vocabulary) {

  static final String NAME = "vocab.json";
  private static final String MERGES = "merges.txt";
  private static final String SETTINGS = "tokenizer_config.json";
  private static final String SPECIAL = "special_tokens_map.json";
  private static final String ADDED = "added_tokens.json";
  private static final long MOST_BYTES = 256L << 20;

  // decision: others, such as Qwen's, split texts by another pattern, which these files do not
  // hold.
  private static final Set<String> CLASSES =
      Set.of("", "GPT2Tokenizer", "GPT2TokenizerFast", "CodeGenTokenizer", "CodeGenTokenizerFast");

  private static final List<String> ROLES =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  private static final List<String> FLAGS =
      List.of("single_word", "lstrip", "rstrip", "normalized");

  /// The files that decide what the tokenizer does.
  List<Path> sources() {
    var all = new ArrayList<>(List.of(vocabulary, vocabulary.resolveSibling(MERGES)));
    for (var name : List.of(SETTINGS, SPECIAL, ADDED)) {
      if (Files.exists(vocabulary.resolveSibling(name))) {
        all.add(vocabulary.resolveSibling(name));
      }
    }
    return all;
  }

  /// What a `tokenizer.json` of the same tokenizer would say.
  ///
  /// @return its top-level object, not checked yet
  /// @throws TokenizerException if a file cannot be read or says something odd
  JsonNode assembled() throws TokenizerException {
    var words = new TokenizerJson(vocabulary).read();
    var settings = optional(SETTINGS);
    var root = JsonNodeFactory.instance.objectNode();
    var added = new TreeMap<Integer, ObjectNode>();
    numbered(words, added);
    decoder(settings, added);
    for (var file : List.of(SPECIAL, SETTINGS)) {
      roles(file, words, added);
    }
    var tokens = root.putArray("added_tokens");
    added.values().forEach(tokens::add);
    root.putObject("pre_tokenizer")
        .put("type", "ByteLevel")
        .put("add_prefix_space", prefixSpace(settings))
        .put("trim_offsets", true);
    root.putObject("decoder").put("type", "ByteLevel");
    var model = root.putObject("model").put("type", "BPE");
    model.set("vocab", words);
    var merges = model.putArray("merges");
    merges().forEach(merges::add);
    return root;
  }

  private JsonNode optional(String name) throws TokenizerException {
    var file = vocabulary.resolveSibling(name);
    return Files.exists(file)
        ? new TokenizerJson(file).read()
        : JsonNodeFactory.instance.objectNode();
  }

  private boolean prefixSpace(JsonNode settings) throws TokenizerException {
    var json = new TokenizerJson(vocabulary.resolveSibling(SETTINGS));
    var kind =
        TokenizerJson.absent(settings, "tokenizer_class")
            ? ""
            : json.string(settings.path("tokenizer_class"), "tokenizer_class");
    if (!CLASSES.contains(kind)) {
      throw json.refused(
          "names the tokenizer “%s”, which needs a tokenizer.json to be read".formatted(kind));
    }
    return !TokenizerJson.absent(settings, "add_prefix_space")
        && json.truth(settings.path("add_prefix_space"), "add_prefix_space");
  }

  private static ObjectNode token(int id, String content, boolean special) {
    var token = JsonNodeFactory.instance.objectNode().put("id", id).put("content", content);
    FLAGS.forEach(flag -> token.put(flag, false));
    return token.put("special", special);
  }

  private void numbered(JsonNode words, TreeMap<Integer, ObjectNode> added)
      throws TokenizerException {
    var json = new TokenizerJson(vocabulary.resolveSibling(ADDED));
    for (var entry : optional(ADDED).properties()) {
      var id = json.number(entry.getValue(), entry.getKey(), TokenizerFile.GREATEST_ID);
      var known = words.get(entry.getKey());
      if (added.containsKey(id) || (known != null && known.asInt(-1) != id)) {
        throw json.refused("gives number %d to two tokens".formatted(id));
      }
      added.put(id, token(id, entry.getKey(), false));
    }
  }

  private void decoder(JsonNode settings, TreeMap<Integer, ObjectNode> added)
      throws TokenizerException {
    if (TokenizerJson.absent(settings, "added_tokens_decoder")) {
      return;
    }
    var json = new TokenizerJson(vocabulary.resolveSibling(SETTINGS));
    var told = json.object(settings.path("added_tokens_decoder"), "added_tokens_decoder");
    for (var entry : told.properties()) {
      if (!entry.getKey().matches("[0-9]{1,8}")) {
        throw json.refused("numbers an added token “%s”".formatted(entry.getKey()));
      }
      var id = Integer.parseInt(entry.getKey());
      var token = ((ObjectNode) json.object(entry.getValue(), "an added token")).deepCopy();
      added.put(id, token.put("id", id));
    }
  }

  /// Tokens with a role are special; their names must be in the vocabulary.
  private void roles(String file, JsonNode words, TreeMap<Integer, ObjectNode> added)
      throws TokenizerException {
    var json = new TokenizerJson(vocabulary.resolveSibling(file));
    var told = optional(file);
    var named = new ArrayList<JsonNode>();
    for (var role : ROLES) {
      if (!TokenizerJson.absent(told, role)) {
        named.add(told.path(role));
      }
    }
    if (!TokenizerJson.absent(told, "additional_special_tokens")) {
      json.array(told.path("additional_special_tokens"), "additional_special_tokens")
          .forEach(named::add);
    }
    for (var token : named) {
      var content =
          json.string(token.isObject() ? token.path("content") : token, "a special token");
      var id = number(content, words, added);
      if (id < 0) {
        throw json.refused("names the token “%s”, which the vocabulary lacks".formatted(content));
      }
      var special = token(id, content, true);
      for (var flag : FLAGS) {
        if (token.isObject() && !TokenizerJson.absent(token, flag)) {
          special.put(flag, json.truth(token.path(flag), content + "." + flag));
        }
      }
      var known = added.get(id);
      added.put(id, known == null || !token.isObject() ? merged(known, special) : special);
    }
  }

  // What was told of the token before stays, but now it is special.
  private static ObjectNode merged(@Nullable ObjectNode known, ObjectNode special) {
    return known == null ? special : known.put("special", true);
  }

  private static int number(String content, JsonNode words, TreeMap<Integer, ObjectNode> added) {
    for (var entry : added.entrySet()) {
      if (entry.getValue().path("content").asString("").equals(content)) {
        return entry.getKey();
      }
    }
    return words.path(content).asInt(-1);
  }

  private List<String> merges() throws TokenizerException {
    var file = vocabulary.resolveSibling(MERGES);
    var json = new TokenizerJson(file);
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw json.refused("is larger than any list of merges");
      }
      var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      var lines = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().split("\n", -1);
      var merges = new ArrayList<String>();
      for (var i = 0; i < lines.length; i++) {
        var line =
            lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
        if (!line.isEmpty() && !(i == 0 && line.startsWith("#version"))) {
          merges.add(line);
        }
      }
      return merges;
    } catch (CharacterCodingException _) {
      throw json.refused("is not UTF-8 text");
    } catch (IOException unreadable) {
      throw json.refused("cannot be read: " + Reasons.of(unreadable));
    }
  }
}
