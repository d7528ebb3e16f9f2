// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import polyseme.engine.task.CheckpointException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The entries of a `config.json`, with one clear sentence for each that is missing or odd. An
/// entry that is null counts as missing.
///
/// @param file the file, for messages
/// @param where what stands before the names of entries in messages: empty, or `rope_scaling.`
/// @param root the object
/// @param asked the entries somebody asked for so far
/// @param parts the objects within that somebody asked for
record ConfigFields(
    Path file, String where, JsonNode root, Set<String> asked, Map<String, ConfigFields> parts) {

  private static final int LONGEST = 4_000_000;
  private static final String REMEDY_OF_MISSING =
      "Add the entry, or use the config.json that was published with these weights.";
  private static final int LARGEST_SIZE = 100_000_000;

  static ConfigFields read(Path file) throws CheckpointException {
    return of(file, "", Json.object(file, LONGEST));
  }

  private static ConfigFields of(Path file, String where, JsonNode root) {
    return new ConfigFields(file, where, root, new TreeSet<>(), new TreeMap<>());
  }

  /// Whether an entry is there and not null.
  boolean has(String key) {
    asked.add(key);
    return root.hasNonNull(key);
  }

  /// Whether an entry is there, be it null.
  boolean mentions(String key) {
    asked.add(key);
    return root.has(key);
  }

  /// The entries of an object within, such as `rope_scaling`.
  ConfigFields within(String key) throws CheckpointException {
    asked.add(key);
    var inner = root.path(key);
    if (!inner.isObject()) {
      throw root.has(key) ? odd(key, "an object") : missing(key);
    }
    return parts.computeIfAbsent(key, _ -> of(file, where + key + ".", inner));
  }

  /// The entries of an object within, none if it is missing or null.
  ConfigFields withinOrEmpty(String key) throws CheckpointException {
    return has(key)
        ? within(key)
        : of(file, where + key + ".", JsonNodeFactory.instance.objectNode());
  }

  /// Entries nobody asked for, also those of objects within: they decide nothing.
  List<String> ignored() {
    var unasked = root.propertyNames().stream().filter(key -> !asked.contains(key));
    return Stream.concat(
            unasked.map(key -> where + key),
            parts.values().stream().flatMap(part -> part.ignored().stream()))
        .sorted()
        .toList();
  }

  /// A size from 1.
  int size(String key) throws CheckpointException {
    if (!has(key)) {
      throw missing(key);
    }
    var value = root.get(key);
    if (!value.isIntegralNumber()) {
      throw odd(key, "a whole number");
    }
    if (!value.canConvertToInt() || value.intValue() < 1 || value.intValue() > LARGEST_SIZE) {
      throw odd(key, "a whole number from 1 to %d".formatted(LARGEST_SIZE));
    }
    return value.intValue();
  }

  boolean flag(String key, boolean otherwise) throws CheckpointException {
    if (!has(key)) {
      return otherwise;
    }
    if (!root.get(key).isBoolean()) {
      throw odd(key, "true or false");
    }
    return root.get(key).booleanValue();
  }

  /// A finite number above zero.
  double positive(String key, double otherwise) throws CheckpointException {
    if (!has(key)) {
      return otherwise;
    }
    var value = root.get(key);
    if (!value.isNumber() || !(value.doubleValue() > 0) || Double.isInfinite(value.doubleValue())) {
      throw odd(key, "a number above 0");
    }
    return value.doubleValue();
  }

  /// A finite number above zero that has to be there.
  double positive(String key) throws CheckpointException {
    if (!mentions(key)) {
      throw missing(key);
    }
    if (!has(key)) {
      throw odd(key, "a number above 0");
    }
    return positive(key, 0);
  }

  Optional<String> text(String key) throws CheckpointException {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!root.get(key).isString()) {
      throw odd(key, "text");
    }
    return Optional.of(root.get(key).stringValue());
  }

  /// Refuses a value that would change what the model computes in a way that is not supported.
  void allowOnly(String key, List<String> allowed) throws CheckpointException {
    if (has(key) && !allowed.contains(plain(root.get(key)))) {
      throw refused(key);
    }
  }

  /// An entry that has to be there.
  CheckpointException missing(String key) {
    return new CheckpointException("%s has no %s.".formatted(file, where + key), REMEDY_OF_MISSING);
  }

  /// An entry that has to be there because of another one.
  ///
  /// @param why half a sentence: `which rope_type yarn needs`
  CheckpointException missing(String key, String why) {
    return new CheckpointException(
        "%s has no %s, %s.".formatted(file, where + key, why), REMEDY_OF_MISSING);
  }

  /// A value that asks for a computation that is not there.
  CheckpointException refused(String key) {
    return new CheckpointException(
        "%s asks for %s %s, which is not supported.".formatted(file, where + key, shown(key)),
        "Choose a model that does without it; docs/models.md lists the families that are"
            + " supported.");
  }

  /// A value of a wrong kind.
  CheckpointException odd(String key, String expected) {
    return new CheckpointException(
        "%s says %s for %s, which is not %s.".formatted(file, shown(key), where + key, expected),
        "Use the config.json that was published with these weights.");
  }

  private String shown(String key) {
    return Failures.shown(root.get(key).toString());
  }

  /// Numbers as numbers, so that 1 and 1.0 are the same.
  private static String plain(JsonNode value) {
    if (value.isNumber()) {
      return Double.toString(value.doubleValue());
    }
    return value.isString() ? value.stringValue() : value.toString();
  }
}
