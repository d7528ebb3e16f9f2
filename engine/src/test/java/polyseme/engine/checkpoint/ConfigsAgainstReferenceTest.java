// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.task.CheckpointException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every entry of a configuration, left out, null and changed: what it makes of the model is what
/// the reference makes of it, or it is refused by name. `configs/reference.py` wrote what the
/// reference does; `configs/declined.json` lists what it does and this program declines.
final class ConfigsAgainstReferenceTest {

  private static final Path CONFIGS = Path.of("src/test/resources/configs");
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama",
        "mistral",
        "qwen2",
        "qwen3",
        "gemma",
        "gemma2",
        "gemma3_text",
        "phi3",
        "olmo",
        "olmo2"
      })
  void changedEntryGivesTheModelOfTheReferenceOrIsRefused(String family) throws Exception {
    var told = MAPPER.readTree(CONFIGS.resolve(family + ".json").toFile());
    var base = (ObjectNode) told.get("base");
    var gives = texts(told.get("gives"));
    assertEquals(gives, parts(base));
    var declined = declined(family);
    for (var change : told.get("changes")) {
      var name = change.get(0).toString();
      var expected = change.get(1);
      var changed = changed(base, change.get(0));
      if (expected.isString() || declined.containsKey(name)) {
        var named = expected.isString() ? "config.json" : declined.remove(name);
        assertTrue(refused(changed).contains(named), () -> name + " as " + named);
      } else {
        var actual = new ArrayList<>(parts(changed));
        actual.removeAll(gives);
        assertEquals(texts(expected), actual, name);
      }
    }
    assertTrue(declined.isEmpty(), () -> "the reference declines as well: " + declined);
  }

  /// What is declined of a family, and what the message then names.
  private static Map<String, String> declined(String family) {
    var all = new TreeMap<String, String>();
    for (var line : MAPPER.readTree(CONFIGS.resolve("declined.json").toFile())) {
      if (texts(line.get(2)).contains(family)) {
        all.put(line.get(0).toString(), line.get(1).stringValue());
      }
    }
    return all;
  }

  private static ObjectNode changed(ObjectNode base, JsonNode change) {
    var changed = base.deepCopy();
    if (change.isString()) {
      changed.remove(change.stringValue());
    } else {
      changed.setAll((ObjectNode) change);
    }
    return changed;
  }

  private String refused(ObjectNode json) throws IOException {
    try {
      return "not refused: " + parts(json);
    } catch (CheckpointException refusal) {
      return refusal.what();
    }
  }

  private List<String> parts(ObjectNode json) throws IOException, CheckpointException {
    var file = temp.resolve("config.json");
    Files.write(file, MAPPER.writeValueAsBytes(json));
    var fields = ConfigFields.read(file);
    var family = (LlamaLike) Families.of(fields);
    var bos = new BosToken(fields, TokenizerFiles.in(Checkpoints.folder("gpt2")));
    var config = family.config(fields, bos);
    return ConfigParts.of(config, family.biases(fields), family.tied(fields));
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::stringValue).toList();
  }
}
