// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the reference computes: `expected.json` and `expected.safetensors` of one folder.
final class Golden {

  /// One text and what the reference's tokenizer makes of it.
  record Text(int number, String text, List<Integer> ids) {

    int[] array() {
      return ids.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  private final JsonNode told;
  private final JsonNode header;
  private final ByteBuffer body;

  private Golden(JsonNode told, Path tensors) throws IOException {
    this.told = told;
    var mapper = new JsonMapper();
    var raw = ByteBuffer.wrap(Files.readAllBytes(tensors)).order(ByteOrder.LITTLE_ENDIAN);
    var length = Math.toIntExact(raw.getLong());
    header = mapper.readTree(new String(raw.array(), 8, length, StandardCharsets.UTF_8));
    body = raw.slice(8 + length, raw.capacity() - 8 - length).order(ByteOrder.LITTLE_ENDIAN);
  }

  static Golden read(Path folder) throws IOException {
    var told = new JsonMapper().readTree(Files.readAllBytes(folder.resolve("expected.json")));
    return new Golden(told, folder.resolve("expected.safetensors"));
  }

  /// A folder under the test resources.
  static Path resource(String name) {
    return Path.of("src", "test", "resources", "parity", name).toAbsolutePath();
  }

  /// A folder beside the checkout, where the whole reference lies if it is there at all.
  static Optional<Path> shared(String name) {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var folder = at.resolve("shared").resolve(name);
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  /// What `expected.json` says.
  JsonNode told() {
    return told;
  }

  List<Text> texts() {
    var texts = new ArrayList<Text>();
    for (var node : told.path("texts")) {
      var ids = new ArrayList<Integer>();
      node.path("tokens").forEach(id -> ids.add(id.intValue()));
      texts.add(new Text(texts.size(), node.path("text").stringValue(), ids));
    }
    return texts;
  }

  /// Names of the tensors of one text, without its number.
  Set<String> names(int text) {
    var names = new TreeSet<String>();
    for (var name : header.propertyNames()) {
      if (name.startsWith(text + "/")) {
        names.add(name.substring(name.indexOf('/') + 1));
      }
    }
    return names;
  }

  float[] values(int text, String name) {
    var offsets = header.path(text + "/" + name).path("data_offsets");
    var values = new float[(offsets.get(1).intValue() - offsets.get(0).intValue()) / Float.BYTES];
    body.slice(offsets.get(0).intValue(), values.length * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }
}
