// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import polyseme.engine.model.Bos;
import polyseme.engine.task.CheckpointException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Finds the token that begins every text: what `tokenizer_config.json` says; else, of the tokens
/// that were added to the vocabulary, the one with `bos_token_id` or the family's usual one; else
/// `<|endoftext|>`, as TransformerLens has it.
///
/// @param fields the model's configuration
/// @param tokenizer `tokenizer.json`
/// @param settings `tokenizer_config.json`, which may be missing
record BosToken(ConfigFields fields, Path tokenizer, Path settings) {

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
    var configured = Files.exists(settings) ? configured() : Optional.<String>empty();
    if (configured.isPresent()) {
      return configured.get();
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

  private Optional<String> configured() throws CheckpointException {
    var token = Json.object(settings, LONGEST_SETTINGS).get("bos_token");
    if (token == null || token.isNull()) {
      return Optional.empty();
    }
    var content = token.isObject() ? token.get("content") : token;
    if (content == null || !content.isString() || content.stringValue().isEmpty()) {
      throw Failures.damaged(settings, "its bos_token is not text");
    }
    return Optional.of(content.stringValue());
  }

  private Map<String, Long> addedTokens() throws CheckpointException {
    var json = Json.content(tokenizer, LONGEST_TOKENIZER);
    try (var parser = Json.parser(json)) {
      var added = new HashMap<String, Long>();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Failures.damaged(tokenizer, "it is not one JSON object");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var key = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY && key.equals("added_tokens")) {
          readAdded(parser, added);
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
