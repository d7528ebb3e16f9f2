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

  private static final int LONGEST = 300;
  private static final String REMEDY = "Copy the tokenizer.json that was published with the model.";
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
      var bytes = Files.readAllBytes(file);
      if (bytes.length == 0) {
        throw refused("is empty");
      }
      var root = mapper.readTree(bytes);
      return object(root, "the file");
    } catch (JacksonException broken) {
      throw refused("is not valid JSON (%s)".formatted(reason(broken)));
    } catch (IOException unreadable) {
      throw refused("cannot be read: " + Reasons.of(unreadable));
    }
  }

  /// The parser's own words with the place, without the parts that speak of Java.
  private static String reason(JacksonException broken) {
    var message = broken.getOriginalMessage();
    var line = message == null ? "" : message.lines().findFirst().orElse("");
    var plain = line.isEmpty() || line.contains("`") ? "beyond the limits of such a file" : line;
    var at = broken.getLocation();
    return at == null || at.getLineNr() < 1
        ? plain
        : "%s, line %d, column %d".formatted(plain, at.getLineNr(), at.getColumnNr());
  }

  /// What is said about a file that is not used.
  ///
  /// @param why the rest of a sentence that begins with the file
  /// @return the exception
  TokenizerException refused(String why) {
    // What is quoted comes out of a foreign file: no line breaks, nothing endless.
    var plain = why.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    var shown = plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    return new TokenizerException("%s %s.".formatted(file, shown), REMEDY);
  }

  /// What is said about a part of a file that is not used.
  ///
  /// @param why a sentence that begins with the part, without its full stop
  /// @return the exception
  TokenizerException part(String why) {
    return new TokenizerException("%s cannot be used: %s.".formatted(file, why), REMEDY);
  }

  JsonNode object(JsonNode node, String what) throws TokenizerException {
    if (!node.isObject()) {
      throw part(what + " is no object");
    }
    return node;
  }

  JsonNode array(JsonNode node, String what) throws TokenizerException {
    if (!node.isArray()) {
      throw part(what + " is no list");
    }
    return node;
  }

  String string(JsonNode node, String what) throws TokenizerException {
    if (!node.isString()) {
      throw part(what + " is no text");
    }
    var text = node.stringValue();
    if (!text.equals(LoneSurrogates.replaced(text))) {
      throw part(what + " has half a character");
    }
    return text;
  }

  boolean truth(JsonNode node, String what) throws TokenizerException {
    if (!node.isBoolean()) {
      throw part(what + " is neither true nor false");
    }
    return node.booleanValue();
  }

  int number(JsonNode node, String what, int most) throws TokenizerException {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw part(what + " is no whole number");
    }
    var number = node.intValue();
    if (number < 0 || number > most) {
      throw part("%s is %d, not in 0 to %d".formatted(what, number, most));
    }
    return number;
  }

  /// A field that must be there.
  JsonNode field(JsonNode object, String name, String what) throws TokenizerException {
    var value = object.get(name);
    if (value == null) {
      throw part("%s has no “%s”".formatted(what, name));
    }
    return value;
  }

  /// Refuses fields that nobody knows.
  void only(JsonNode object, Set<String> known, String what) throws TokenizerException {
    for (var name : object.propertyNames()) {
      if (!known.contains(name)) {
        throw part("%s has a “%s”, which is not supported".formatted(what, name));
      }
    }
  }

  /// Whether a field is missing or null.
  static boolean absent(JsonNode object, String name) {
    var value = object.get(name);
    return value == null || value.isNull();
  }
}
