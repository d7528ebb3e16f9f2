// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import polyseme.engine.task.CorpusException;
import polyseme.engine.task.Reasons;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The texts a reference was computed on, as token numbers.
///
/// @param texts token numbers of each text, at least one in each
/// @param maker what computed the reference, if the file says so; else empty
record TokenTexts(List<List<Integer>> texts, String maker) {

  private static final int LONGEST = 64 << 20;
  private static final String REMEDY =
      "Give a JSON file in which texts[0].tokens, texts[1].tokens … are the texts' token numbers.";

  TokenTexts {
    texts = List.copyOf(texts);
  }

  /// Reads a file of the form `{"texts": [{"tokens": [1, 2]}, …]}`; what else it says is passed
  /// over.
  ///
  /// @param file the file
  /// @return its texts
  /// @throws CorpusException if it cannot be read or is of another form
  static TokenTexts read(Path file) throws CorpusException {
    var root = tree(file);
    var list = root.path("texts");
    if (!list.isArray() || list.isEmpty()) {
      throw new CorpusException("%s has no list “texts”.".formatted(file), REMEDY);
    }
    var texts = new ArrayList<List<Integer>>();
    for (var node : list) {
      texts.add(tokens(file, texts.size(), node.path("tokens")));
    }
    return new TokenTexts(texts, maker(root));
  }

  private static JsonNode tree(Path file) throws CorpusException {
    if (!Files.isRegularFile(file)) {
      var what = Files.exists(file) ? "%s is not a file." : "There is no file %s.";
      throw new CorpusException(what.formatted(file), REMEDY);
    }
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(LONGEST);
      if (in.read() >= 0) {
        throw new CorpusException(
            "%s is longer than the 64 MB that such a file may have.".formatted(file), REMEDY);
      }
      return new JsonMapper().readTree(bytes);
    } catch (IOException e) {
      throw new CorpusException(
          "%s cannot be read: %s.".formatted(file, Reasons.of(e)), "Check that it may be read.");
    } catch (JacksonException _) {
      throw new CorpusException("%s is not valid JSON.".formatted(file), REMEDY);
    }
  }

  private static List<Integer> tokens(Path file, int text, JsonNode node) throws CorpusException {
    if (!node.isArray() || node.isEmpty()) {
      throw new CorpusException(
          "%s has no token numbers for text %d.".formatted(file, text), REMEDY);
    }
    var ids = new ArrayList<Integer>();
    for (var id : node) {
      if (!id.isInt()) {
        throw new CorpusException(
            "%s has something else than a token number in text %d, at position %d."
                .formatted(file, text, ids.size()),
            REMEDY);
      }
      ids.add(id.intValue());
    }
    return List.copyOf(ids);
  }

  // The reference's own configuration lies beside the texts when TransformerLens made the numbers.
  private static String maker(JsonNode root) {
    var told = new HashMap<String, String>();
    for (var entry : root.properties()) {
      if (entry.getValue().isString()) {
        told.put(entry.getKey(), entry.getValue().stringValue());
      }
    }
    var maker = Maker.of(told);
    return maker.isEmpty() && root.has("transformer_lens_cfg") ? Maker.LENS : maker;
  }
}
