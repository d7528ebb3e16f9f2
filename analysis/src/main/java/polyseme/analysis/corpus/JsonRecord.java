// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.util.HashMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Turns a line of a JSONL file into a document.
final class JsonRecord {

  private final ReadOptions options;
  private final String remedy;
  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Utf8.LONGEST).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  JsonRecord(ReadOptions options) {
    this.options = options;
    remedy =
        "Every line must be an object with a string field `%s`; mend the line or take it out."
            .formatted(options.textField());
  }

  Document read(String line, String file, long number) throws BadRecordException {
    var fields = parsed(line, file, number);
    var text = fields.get(options.textField());
    if (text == null || !text.isString()) {
      throw withoutText(fields, file, number);
    }
    var labels = new HashMap<String, String>();
    var id = file + ":" + number;
    for (var field : fields.properties()) {
      var name = field.getKey();
      var value = field.getValue();
      if (name.equals(options.textField())) {
        continue;
      }
      if (name.equals("id") && (value.isString() || value.isNumber())) {
        id = value.asString();
      } else if (options.takesAllLabels() && value.isString()) {
        labels.put(name, value.stringValue());
      }
      if (options.isChosen(name) && (value.isString() || value.isNumber() || value.isBoolean())) {
        labels.put(name, value.asString());
      }
    }
    var document = new Document(id, Utf8.unixLineEnds(text.stringValue()), labels);
    checkCharacters(document.text(), file, number);
    return document;
  }

  private BadRecordException withoutText(JsonNode fields, String file, long number) {
    var strings =
        fields.properties().stream()
            .filter(field -> field.getValue().isString())
            .map(field -> "`" + field.getKey() + "`")
            .collect(Collectors.joining(", "));
    return new BadRecordException(
        "Line %d of %s has no string field `%s`.".formatted(number, file, options.textField()),
        strings.isEmpty()
            ? remedy
            : "Choose the field that holds the text; it has " + strings + ".");
  }

  private JsonNode parsed(String line, String file, long number) throws BadRecordException {
    try {
      var node = mapper.readTree(line);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException malformed) {
      var place = malformed.getLocation();
      throw new BadRecordException(
          "Line %d of %s is not JSON%s."
              .formatted(
                  number, file, place == null ? "" : ", seen at character " + place.getColumnNr()),
          remedy);
    }
    throw new BadRecordException("Line %d of %s is no object.".formatted(number, file), remedy);
  }

  /// JSON can spell half a surrogate pair, which no UTF-8 text can hold.
  private void checkCharacters(String text, String file, long number) throws BadRecordException {
    for (var i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          throw new BadRecordException(
              "Line %d of %s spells half a character: \\u%04X."
                  .formatted(number, file, (int) text.charAt(i)),
              remedy);
        }
        i++;
      }
    }
  }
}
