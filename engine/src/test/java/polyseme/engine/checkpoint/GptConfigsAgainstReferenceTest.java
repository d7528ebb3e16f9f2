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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every entry of a configuration, left out, null and changed: what it makes of the model is what
/// the reference makes of it, and exactly the reference's tensors are placed; or it is refused by
/// name. `configs/reference_gpt.py` wrote what the reference does; `configs/declined_gpt.json`
/// lists what it does and this program declines.
final class GptConfigsAgainstReferenceTest {

  private static final Path CONFIGS = Path.of("src/test/resources/configs");
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path temp;

  /// A configuration that was read, with what is needed to place its weights.
  private record Read(Family family, ModelConfig config, ConfigFields fields) {

    WeightPlan place(Map<String, List<Long>> tensors) throws CheckpointException {
      var plan = new WeightPlan(TensorNames.of(tensors));
      family.place(config, fields, plan);
      return plan;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "gpt_neo", "gptj", "gpt_neox", "opt", "bloom", "phi"})
  void changedEntryGivesTheModelOfTheReferenceOrIsRefused(String family) throws Exception {
    var told = MAPPER.readTree(CONFIGS.resolve(family + ".json").toFile());
    var base = (ObjectNode) told.get("base");
    var tensors = (ObjectNode) told.get("tensors");
    var gives = texts(told.get("gives"));
    compare("base", read(base), gives, tensors);
    var declined = declined(family);
    var wrong = new ArrayList<String>();
    for (var change : told.get("changes")) {
      var name = change.get(0).toString();
      var changed = changed(base, change.get(0));
      try {
        if (change.get(1).isString() || declined.containsKey(name)) {
          var named = change.get(1).isString() ? "config.json" : declined.remove(name);
          assertTrue(refusal(changed).contains(named), () -> name + " as " + named);
        } else {
          var other = tensors.deepCopy();
          change
              .get(2)
              .propertyStream()
              .forEach(entry -> other.set(entry.getKey(), entry.getValue()));
          var expected = new ArrayList<>(gives);
          texts(change.get(1)).forEach(part -> replace(expected, part));
          compare(name, read(changed), expected, other);
        }
      } catch (CheckpointException | AssertionError e) {
        wrong.add(name + ": " + e);
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(declined.isEmpty(), () -> "the reference declines as well: " + declined);
  }

  /// Where the head is tied, files that lack it are read as those that have it.
  @Test
  void fileWithoutHeadIsReadIfTheHeadIsTied() throws Exception {
    for (var family : List.of("gptj", "gpt_neox", "phi")) {
      var told = MAPPER.readTree(CONFIGS.resolve(family + ".json").toFile());
      var base = ((ObjectNode) told.get("base")).put("tie_word_embeddings", true);
      var read = read(base);
      var tensors = shapes((ObjectNode) told.get("tensors"), read.config().dims().nLayers());
      tensors.remove("lm_head.weight");
      var parts = read.place(tensors).parts();
      assertTrue(
          parts.get("unembed.W_U") instanceof WeightPlan.Stored stored
              && parts.get("embed.W_E") instanceof WeightPlan.Stored embedding
              && stored.tensor().equals(embedding.tensor()),
          family);
    }
  }

  private static void compare(String name, Read read, List<String> parts, ObjectNode tensors)
      throws CheckpointException {
    assertEquals(parts, GptConfigParts.of(read.config()), name);
    var shapes = shapes(tensors, read.config().dims().nLayers());
    var plan = read.place(shapes);
    assertEquals(List.of(), plan.unused(), name);
  }

  /// The tensors of all layers.
  private static Map<String, List<Long>> shapes(ObjectNode told, int nLayers) {
    var shapes = new TreeMap<String, List<Long>>();
    told.propertyStream()
        .forEach(entry -> {
          if (!entry.getValue().isNull()) {
            var shape = entry.getValue().valueStream().map(JsonNode::longValue).toList();
            for (var layer = 0; layer < nLayers; layer++) {
              shapes.put(entry.getKey().replace("{}", Integer.toString(layer)), shape);
            }
          }
        });
    return shapes;
  }

  /// Puts a part in the place of the one that begins with the same word.
  private static void replace(List<String> parts, String part) {
    var word = word(part);
    parts.replaceAll(old -> word(old).equals(word) ? part : old);
  }

  private static String word(String part) {
    var first = part.split(" ", 2)[0];
    return Character.isDigit(first.charAt(0)) ? (first.contains("/") ? "/" : "0") : first;
  }

  /// What is declined of a family, and what the message then names.
  private static Map<String, String> declined(String family) {
    var all = new TreeMap<String, String>();
    for (var line : MAPPER.readTree(CONFIGS.resolve("declined_gpt.json").toFile())) {
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

  private String refusal(ObjectNode json) throws IOException {
    try {
      return "not refused: " + GptConfigParts.of(read(json).config());
    } catch (CheckpointException refusal) {
      return refusal.what();
    }
  }

  private Read read(ObjectNode json) throws IOException, CheckpointException {
    var file = temp.resolve("config.json");
    Files.write(file, MAPPER.writeValueAsBytes(json));
    var fields = ConfigFields.read(file);
    var family = Families.of(fields);
    var bos = new BosToken(fields, TokenizerFiles.in(Checkpoints.folder("gpt2")));
    return new Read(family, family.config(fields, bos), fields);
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::stringValue).toList();
  }
}
