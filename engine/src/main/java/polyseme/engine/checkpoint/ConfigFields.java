// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import polyseme.engine.task.CheckpointException;
import tools.jackson.databind.JsonNode;

/// The entries of a `config.json`, with one clear sentence for each that is missing or odd. An
/// entry that is null counts as missing.
///
/// @param file the file, for messages
/// @param root its object
/// @param asked the entries somebody asked for so far
record ConfigFields(Path file, JsonNode root, Set<String> asked) {

  private static final int LONGEST = 4_000_000;
  private static final int LARGEST_SIZE = 100_000_000;

  static ConfigFields read(Path file) throws CheckpointException {
    return new ConfigFields(file, Json.object(file, LONGEST), new TreeSet<>());
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
      throw odd(key, "an object");
    }
    return new ConfigFields(file, inner, new TreeSet<>());
  }

  /// Entries nobody asked for: they decide nothing.
  List<String> ignored() {
    return root.propertyNames().stream().filter(key -> !asked.contains(key)).sorted().toList();
  }

  /// The first of several spellings that is there, or the first.
  String spelling(String... keys) {
    for (var key : keys) {
      if (has(key)) {
        return key;
      }
    }
    return keys[0];
  }

  /// A size from 1.
  int size(String key) throws CheckpointException {
    if (!has(key)) {
      throw new CheckpointException(
          "%s has no %s.".formatted(file, key),
          "Add the entry, or use the config.json that was published with these weights.");
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

  /// A value that asks for a computation that is not there.
  CheckpointException refused(String key) {
    return new CheckpointException(
        "%s asks for %s %s, which is not supported.".formatted(file, key, shown(key)),
        "Choose a model that does without it; docs/models.md lists the families that are"
            + " supported.");
  }

  /// A value of a wrong kind.
  CheckpointException odd(String key, String expected) {
    return new CheckpointException(
        "%s says %s for %s, which is not %s.".formatted(file, shown(key), key, expected),
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
