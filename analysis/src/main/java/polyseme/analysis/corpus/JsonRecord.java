// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.util.HashMap;
import polyseme.engine.task.CorpusException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Turns a line of a JSONL file into a document.
final class JsonRecord {

  private static final String REMEDY =
      "Every line must be an object with a string field `text`; mend the line or take it out.";

  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Utf8.LONGEST).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  Document read(String line, String file, long number) throws CorpusException {
    var fields = parsed(line, file, number);
    var text = fields.get("text");
    if (text == null || !text.isString()) {
      throw new CorpusException(
          "Line %d of %s has no string field `text`.".formatted(number, file), REMEDY);
    }
    var labels = new HashMap<String, String>();
    var id = file + ":" + number;
    for (var field : fields.properties()) {
      var name = field.getKey();
      var value = field.getValue();
      if (name.equals("id") && (value.isString() || value.isNumber())) {
        id = value.asString();
      } else if (value.isString() && !name.equals("text")) {
        labels.put(name, value.stringValue());
      }
    }
    var document = new Document(id, Utf8.unixLineEnds(text.stringValue()), labels);
    checkCharacters(document.text(), file, number);
    return document;
  }

  private JsonNode parsed(String line, String file, long number) throws CorpusException {
    try {
      var node = mapper.readTree(line);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException malformed) {
      var place = malformed.getLocation();
      throw new CorpusException(
          "Line %d of %s is not JSON%s."
              .formatted(
                  number, file, place == null ? "" : ", seen at character " + place.getColumnNr()),
          REMEDY);
    }
    throw new CorpusException("Line %d of %s is no object.".formatted(number, file), REMEDY);
  }

  /// JSON can spell half a surrogate pair, which no UTF-8 text can hold.
  private static void checkCharacters(String text, String file, long number)
      throws CorpusException {
    for (var i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          throw new CorpusException(
              "Line %d of %s spells half a character: \\u%04X."
                  .formatted(number, file, (int) text.charAt(i)),
              REMEDY);
        }
        i++;
      }
    }
  }
}
