// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.CheckpointException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads the header of a safetensors file as a stream, so that a hostile one costs no more than its
/// own length. The rules are those of the format: known types, no name twice, ranges that match
/// type and shape, no holes, no overlaps, the last range ends with the file.
final class SafetensorsHeader {

  private static final int MOST_TENSORS = 1_000_000;
  private static final int MOST_AXES = 16;

  private final Path file;
  private final JsonParser parser;
  private final SortedMap<String, Entry> entries = new TreeMap<>();
  private final SortedMap<String, String> metadata = new TreeMap<>();

  /// What a header says.
  ///
  /// @param entries tensors by name
  /// @param metadata texts about the file, by name
  record Content(SortedMap<String, Entry> entries, SortedMap<String, String> metadata) {}

  /// A tensor and its bytes, counted from the end of the header.
  record Entry(TensorInfo info, long begin, long end) {}

  private SafetensorsHeader(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /// @param dataSize bytes that follow the header
  static Content parse(Path file, byte[] json, long dataSize) throws CheckpointException {
    try (var parser = Json.parser(json)) {
      var header = new SafetensorsHeader(file, parser);
      header.readAll();
      header.checkRanges(dataSize);
      return new Content(header.entries, header.metadata);
    } catch (JacksonException e) {
      throw Failures.damaged(file, "its header is not JSON (%s)".formatted(Json.reason(e)));
    }
  }

  private void readAll() throws CheckpointException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, "the header");
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      if (name.equals("__metadata__")) {
        readMetadata();
      } else {
        readEntry(name);
      }
      if (entries.size() > MOST_TENSORS) {
        throw Failures.unsupported(file, "holds more than a million tensors");
      }
    }
    expect(parser.nextToken(), null, "what follows the header");
  }

  // Nothing depends on it, so that what is no text is passed over instead of refused.
  private void readMetadata() {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_STRING) {
        metadata.put(name, parser.getString());
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readEntry(String name) throws CheckpointException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, name);
    String type = null;
    List<Long> shape = null;
    List<Long> range = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      switch (parser.currentName()) {
        case "dtype" -> {
          expect(parser.nextToken(), JsonToken.VALUE_STRING, name);
          type = parser.getString();
        }
        case "shape" -> shape = numbers(name);
        case "data_offsets" -> range = numbers(name);
        default ->
            throw Failures.damaged(
                file,
                "tensor %s has the unknown entry %s"
                    .formatted(Failures.shown(name), Failures.shown(parser.currentName())));
      }
    }
    if (type == null || shape == null || range == null || range.size() != 2) {
      throw Failures.damaged(
          file, "tensor %s lacks its type, shape or range".formatted(Failures.shown(name)));
    }
    entries.put(name, entry(name, type, shape, range));
  }

  private List<Long> numbers(String name) throws CheckpointException {
    expect(parser.nextToken(), JsonToken.START_ARRAY, name);
    var numbers = new ArrayList<Long>();
    while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      var number = parser.getLongValue();
      if (number < 0 || numbers.size() == MOST_AXES) {
        throw Failures.damaged(
            file, "tensor %s has an impossible shape or range".formatted(Failures.shown(name)));
      }
      numbers.add(number);
    }
    expect(parser.currentToken(), JsonToken.END_ARRAY, name);
    return numbers;
  }

  private Entry entry(String name, String typeName, List<Long> shape, List<Long> range)
      throws CheckpointException {
    var type =
        ElementType.named(typeName)
            .orElseThrow(() ->
                Failures.unsupported(
                    file,
                    "stores tensor %s as %s, which is not known"
                        .formatted(Failures.shown(name), Failures.shown(typeName))));
    var length = byteLength(type, shape);
    if (length < 0 || range.getFirst() > range.getLast()) {
      throw Failures.damaged(
          file, "tensor %s has an impossible shape or range".formatted(Failures.shown(name)));
    }
    if (length != range.getLast() - range.getFirst()) {
      throw Failures.damaged(
          file,
          "tensor %s of shape %s in %s takes %d bytes, but its range has %d"
              .formatted(
                  Failures.shown(name), shape, type, length, range.getLast() - range.getFirst()));
    }
    return new Entry(new TensorInfo(type, shape), range.getFirst(), range.getLast());
  }

  private static long byteLength(ElementType type, List<Long> shape) {
    try {
      return shape.stream().mapToLong(Long::longValue).reduce(type.bytes(), Math::multiplyExact);
    } catch (ArithmeticException _) {
      return -1;
    }
  }

  private void checkRanges(long dataSize) throws CheckpointException {
    var end = 0L;
    var order = Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end);
    for (var entry : entries.values().stream().sorted(order).toList()) {
      if (entry.begin() != end) {
        var kind = entry.begin() < end ? "two tensors overlap" : "there is a hole between tensors";
        throw Failures.damaged(file, "%s at byte %d of the data".formatted(kind, entry.begin()));
      }
      end = entry.end();
    }
    if (end != dataSize) {
      throw Failures.damaged(
          file, "its tensors take %d bytes, but %d follow the header".formatted(end, dataSize));
    }
  }

  private void expect(@Nullable JsonToken actual, @Nullable JsonToken expected, String where)
      throws CheckpointException {
    if (actual != expected) {
      throw Failures.damaged(
          file, "its header is not as the format says at %s".formatted(Failures.shown(where)));
    }
  }
}
