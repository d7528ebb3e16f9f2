// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Puts JSON objects together, fields in the order they are put.
final class Json {

  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  static Json object() {
    return new Json();
  }

  /// Puts a field. Numbers that JSON has no word for stand as `"NaN"`, `"Infinity"`, `"-Infinity"`.
  Json put(String name, @Nullable Object value) {
    fields.put(name, plain(value));
    return this;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Json object -> object.fields;
      case Double number when !Double.isFinite(number) -> number.toString();
      case Float number when !Float.isFinite(number) -> number.toString();
      case null, default -> value;
    };
  }

  Map<String, @Nullable Object> fields() {
    return fields;
  }

  @Override
  public String toString() {
    return text(fields);
  }

  /// Any value of maps, lists, texts and numbers as a JSON document.
  static String text(Object value) {
    return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }
}
