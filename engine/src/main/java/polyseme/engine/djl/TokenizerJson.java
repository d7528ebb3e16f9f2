// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import polyseme.engine.task.Reasons;
import polyseme.engine.task.TokenizerException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads `tokenizer.json` strictly and asks its values for what they must be.
///
/// @param file where it lies, for messages
record TokenizerJson(Path file) {

  private static final long MOST_BYTES = 256L << 20;

  /// Reads the whole file.
  ///
  /// @return its top-level object
  /// @throws TokenizerException if it is no JSON object
  JsonNode read() throws TokenizerException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw refused("is larger than any tokenizer");
      }
      var factory =
          JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
      var mapper =
          JsonMapper.builder(factory)
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .build();
      var root = mapper.readTree(Files.readAllBytes(file));
      return object(root, "the file");
    } catch (JacksonException broken) {
      throw refused("is not JSON: " + broken.getOriginalMessage());
    } catch (IOException unreadable) {
      throw refused("cannot be read: " + Reasons.of(unreadable));
    }
  }

  /// What is said about a file that is not used.
  ///
  /// @param why the rest of a sentence that begins with the file
  /// @return the exception
  TokenizerException refused(String why) {
    return new TokenizerException(
        "%s %s.".formatted(file, why),
        "Copy the tokenizer.json that was published with the model.");
  }

  JsonNode object(JsonNode node, String what) throws TokenizerException {
    if (!node.isObject()) {
      throw refused(what + " is no object");
    }
    return node;
  }

  JsonNode array(JsonNode node, String what) throws TokenizerException {
    if (!node.isArray()) {
      throw refused(what + " is no list");
    }
    return node;
  }

  String string(JsonNode node, String what) throws TokenizerException {
    if (!node.isString()) {
      throw refused(what + " is no text");
    }
    var text = node.stringValue();
    if (!text.equals(LoneSurrogates.replaced(text))) {
      throw refused(what + " has half a character");
    }
    return text;
  }

  boolean truth(JsonNode node, String what) throws TokenizerException {
    if (!node.isBoolean()) {
      throw refused(what + " is neither true nor false");
    }
    return node.booleanValue();
  }

  int number(JsonNode node, String what, int most) throws TokenizerException {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw refused(what + " is no whole number");
    }
    var number = node.intValue();
    if (number < 0 || number > most) {
      throw refused("%s is %d, not in 0 to %d".formatted(what, number, most));
    }
    return number;
  }

  /// A field that must be there.
  JsonNode field(JsonNode object, String name, String what) throws TokenizerException {
    var value = object.get(name);
    if (value == null) {
      throw refused("%s has no “%s”".formatted(what, name));
    }
    return value;
  }

  /// Refuses fields that nobody knows.
  void only(JsonNode object, Set<String> known, String what) throws TokenizerException {
    for (var name : object.propertyNames()) {
      if (!known.contains(name)) {
        throw refused("%s has a “%s”, which is not supported".formatted(what, name));
      }
    }
  }

  /// Whether a field is missing or null.
  static boolean absent(JsonNode object, String name) {
    var value = object.get(name);
    return value == null || value.isNull();
  }
}
