// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import polyseme.engine.task.CheckpointException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Strict JSON: no key twice, nothing after the end, no file larger than expected.
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  static JsonParser parser(byte[] json) {
    return MAPPER.createParser(json);
  }

  static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /// The bytes of a file that must not be longer than `limit`.
  static byte[] content(Path file, int limit) throws CheckpointException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw Failures.unsupported(file, "is not a file");
    }
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw Failures.unsupported(
            file, "is longer than the %d bytes that such a file may have".formatted(limit));
      }
      return bytes;
    } catch (IOException e) {
      throw Failures.unreadable(file, e);
    }
  }

  /// One JSON object.
  static JsonNode object(Path file, int limit) throws CheckpointException {
    var bytes = content(file, limit);
    try {
      var node = MAPPER.readTree(bytes);
      if (!node.isObject()) {
        throw Failures.damaged(file, "it is not one JSON object");
      }
      return node;
    } catch (JacksonException e) {
      throw notJson(file, e);
    }
  }

  static CheckpointException notJson(Path file, JacksonException e) {
    return Failures.damaged(file, "it is not valid JSON (%s)".formatted(reason(e)));
  }

  /// The parser's words without the parts that speak of Java.
  private static String plain(String line) {
    if (line.startsWith("Trailing token")) {
      return "something follows its end";
    }
    return line.isEmpty() || line.contains("`") ? "beyond the limits of such a file" : line;
  }

  /// The first line of the parser's own message with the place.
  static String reason(JacksonException e) {
    var message = e.getOriginalMessage();
    var place = e.getLocation();
    var line = plain(message == null ? "" : message.lines().findFirst().orElse(""));
    return place == null
        ? Failures.shown(line)
        : "%s, line %d, column %d"
            .formatted(Failures.shown(line), place.getLineNr(), place.getColumnNr());
  }
}
