// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import polyseme.engine.model.Bos;
import polyseme.engine.task.CheckpointException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// Finds the token that begins texts, and whether it does so by default.
///
/// The token is what the tokenizer's settings call `bos_token`, else `eos_token`, as
/// TransformerLens has it; else, of the tokens that were added to the vocabulary, the one with
/// `bos_token_id`, which folders without settings need; else the family's usual one; else
/// `<|endoftext|>`.
///
/// @param fields the model's configuration
/// @param files the tokenizer's files
record BosToken(ConfigFields fields, TokenizerFiles files) {

  private static final String FALLBACK = "<|endoftext|>";
  private static final int LONGEST_SETTINGS = 16_000_000;
  private static final int LONGEST_TOKENIZER = 200_000_000;

  /// Finds what begins every text.
  ///
  /// @param usual the token that is usual in the family
  /// @param prepend whether texts of the family usually get it
  Bos find(String usual, boolean prepend) throws CheckpointException {
    return new Bos(token(usual), prepend);
  }

  private String token(String usual) throws CheckpointException {
    for (var name : List.of("bos_token", "eos_token")) {
      var configured = configured(name);
      if (configured.isPresent()) {
        return configured.get();
      }
    }
    var added = addedTokens();
    if (fields.has("bos_token_id")) {
      var id = fields.root().get("bos_token_id");
      for (var entry : added.entrySet()) {
        if (id.isIntegralNumber() && id.longValue() == entry.getValue()) {
          return entry.getKey();
        }
      }
    }
    return added.containsKey(usual) ? usual : FALLBACK;
  }

  private Optional<String> configured(String name) throws CheckpointException {
    for (var file : files.settings()) {
      var token = Files.exists(file) ? Json.object(file, LONGEST_SETTINGS).get(name) : null;
      if (token != null && !token.isNull()) {
        return Optional.of(content(file, name, token));
      }
    }
    return Optional.empty();
  }

  private static String content(Path file, String name, JsonNode token) throws CheckpointException {
    var content = token.isObject() ? token.get("content") : token;
    if (content == null || !content.isString() || content.stringValue().isEmpty()) {
      throw Failures.damaged(file, "its %s is not text".formatted(name));
    }
    return content.stringValue();
  }

  private Map<String, Long> addedTokens() throws CheckpointException {
    var tokenizer = files.vocabulary();
    var json = Json.content(tokenizer, LONGEST_TOKENIZER);
    try (var parser = Json.parser(json)) {
      var added = new HashMap<String, Long>();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Failures.damaged(tokenizer, "it is not one JSON object");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var key = parser.currentName();
        var value = parser.nextToken();
        if (value == JsonToken.START_ARRAY && key.equals("added_tokens")) {
          readAdded(parser, added);
        } else if (value == JsonToken.VALUE_NUMBER_INT && files.pair()) {
          added.put(key, parser.getLongValue());
        } else {
          parser.skipChildren();
        }
      }
      return added;
    } catch (JacksonException e) {
      throw Json.notJson(tokenizer, e);
    }
  }

  private static void readAdded(JsonParser parser, Map<String, Long> added) {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      var content = "";
      var id = -1L;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var key = parser.currentName();
        var token = parser.nextToken();
        if (key.equals("content") && token == JsonToken.VALUE_STRING) {
          content = parser.getString();
        } else if (key.equals("id") && token == JsonToken.VALUE_NUMBER_INT) {
          id = parser.getLongValue();
        } else {
          parser.skipChildren();
        }
      }
      added.put(content, id);
    }
  }
}
