// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import polyseme.engine.task.TokenizerException;
import polyseme.engine.text.SpecialTokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A tokenizer's files that were checked piece by piece, and what native code is given of them:
/// `tokenizer.json`, or `vocab.json` with what lies beside it.
final class TokenizerFile {

  static final int GREATEST_ID = 1 << 24;

  /// Stands around the name of a special token in what native code sees; nobody types it.
  private static final String FENCE = "\uDBFF\uDFFD";

  private static final Set<String> TOP_LEVEL =
      Set.of(
          "version",
          "truncation",
          "padding",
          "added_tokens",
          "normalizer",
          "pre_tokenizer",
          "post_processor",
          "decoder",
          "model");

  private static final Set<String> DECODERS =
      Set.of(
          "ByteLevel",
          "BPEDecoder",
          "WordPiece",
          "Metaspace",
          "Sequence",
          "Replace",
          "Fuse",
          "Strip",
          "ByteFallback");

  private static final Set<String> POST_PROCESSORS =
      Set.of("ByteLevel", "TemplateProcessing", "BertProcessing", "RobertaProcessing", "Sequence");

  private static final Set<String> ADDED =
      Set.of("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");

  /// A token that is looked for before the text is split.
  ///
  /// @param id its number
  /// @param content how it is spelled
  /// @param special whether it is a control token, never text
  record Added(int id, String content, boolean special) {}

  private final TokenizerJson json;
  private final JsonNode root;
  private final String type;
  private final Map<String, Integer> vocabulary;
  private final List<Added> added;

  private TokenizerFile(TokenizerJson json, JsonNode root) throws TokenizerException {
    this.json = json;
    this.root = root;
    json.only(root, TOP_LEVEL, "the file");
    var parts = new TokenizerParts(json);
    parts.checkNormalizer(root);
    parts.checkPreTokenizer(root);
    known("decoder", DECODERS);
    known("post_processor", POST_PROCESSORS);
    var model = json.object(json.field(root, "model", "the file"), "the model");
    var models = new TokenizerVocabulary(json);
    this.type = models.type(model);
    this.vocabulary = models.check(model);
    this.added = added();
  }

  /// Reads and checks a file.
  ///
  /// @param file `tokenizer.json`, or `vocab.json` with `merges.txt` beside it
  /// @return the file, safe to hand on
  /// @throws TokenizerException with what is wrong with it
  static TokenizerFile read(Path file) throws TokenizerException {
    var json = new TokenizerJson(file);
    return new TokenizerFile(
        json, isPair(file) ? new VocabularyAndMerges(file).assembled() : json.read());
  }

  private static boolean isPair(Path file) {
    return file.endsWith(VocabularyAndMerges.NAME);
  }

  /// Where it was read.
  Path file() {
    return json.file();
  }

  /// All files that decide what the tokenizer does.
  List<Path> sources() {
    return isPair(file()) ? new VocabularyAndMerges(file()).sources() : List.of(file());
  }

  /// Decoder and post-processor are not used, only their names tell whether somebody thought of
  /// them.
  private void known(String name, Set<String> types) throws TokenizerException {
    if (!TokenizerJson.absent(root, name)) {
      var part = json.object(json.field(root, name, "the file"), name);
      var partType = json.string(json.field(part, "type", name), name + ".type");
      if (!types.contains(partType)) {
        throw json.refused("has the %s “%s”, which is not supported".formatted(name, partType));
      }
    }
  }

  private List<Added> added() throws TokenizerException {
    var tokens = new ArrayList<Added>();
    if (TokenizerJson.absent(root, "added_tokens")) {
      return tokens;
    }
    var byId = new HashMap<Integer, String>();
    vocabulary.forEach((piece, id) -> byId.put(id, piece));
    var contents = new HashSet<String>();
    for (var node : json.array(json.field(root, "added_tokens", "the file"), "added_tokens")) {
      var token = added(json.object(node, "an added token"));
      var holder = byId.putIfAbsent(token.id(), token.content());
      var number = vocabulary.getOrDefault(token.content(), token.id());
      if (!contents.add(token.content())
          || number != token.id()
          || (holder != null && !holder.equals(token.content()))) {
        throw json.refused(
            "gives the added token “%s” the number %d, which is taken, or two numbers"
                .formatted(token.content(), token.id()));
      }
      tokens.add(token);
    }
    return List.copyOf(tokens);
  }

  private Added added(JsonNode node) throws TokenizerException {
    json.only(node, ADDED, "an added token");
    var content = json.string(json.field(node, "content", "an added token"), "an added token");
    if (content.isEmpty()) {
      throw json.refused("has an added token without letters");
    }
    for (var name : new String[] {"single_word", "lstrip", "rstrip", "normalized"}) {
      json.truth(json.field(node, name, content), content + "." + name);
    }
    var special = json.truth(json.field(node, "special", content), content + ".special");
    var id = json.number(json.field(node, "id", content), content + ".id", GREATEST_ID);
    return new Added(id, content, special);
  }

  /// All pieces with their numbers, added tokens among them.
  ///
  /// @return number of each piece
  Map<String, Integer> pieces() {
    var all = new LinkedHashMap<>(vocabulary);
    added.forEach(token -> all.put(token.content(), token.id()));
    return all;
  }

  /// Tokens looked for before the text is split.
  List<Added> addedTokens() {
    return added;
  }

  /// Whether the pieces of the vocabulary spell bytes.
  boolean byteLevel() {
    return isByteLevel(root.path("pre_tokenizer"));
  }

  private static boolean isByteLevel(JsonNode part) {
    if (part.path("type").asString("").equals("ByteLevel")) {
      return true;
    }
    for (var child : part.path("pretokenizers")) {
      if (isByteLevel(child)) {
        return true;
      }
    }
    return false;
  }

  /// What pieces within a word begin with in the vocabulary; empty for none.
  String continuingPrefix() {
    return root.path("model").path("continuing_subword_prefix").asString("");
  }

  /// What native code is given: the same splitting, without decoder, post-processor, truncation and
  /// padding. Every token keeps its number.
  ///
  /// @param specialTokens whether it is told of special tokens
  /// @return JSON text
  String forNativeCode(SpecialTokens specialTokens) {
    var copy = JsonNodeFactory.instance.objectNode();
    copy.put("version", "1.0");
    copy.putNull("truncation");
    copy.putNull("padding");
    var tokens = copy.putArray("added_tokens");
    for (var node : root.path("added_tokens")) {
      if (specialTokens == SpecialTokens.RECOGNISED || !node.path("special").booleanValue()) {
        tokens.add(node);
      }
    }
    copy.set("normalizer", root.path("normalizer").isMissingNode() ? null : root.get("normalizer"));
    copy.set(
        "pre_tokenizer",
        root.path("pre_tokenizer").isMissingNode() ? null : root.get("pre_tokenizer"));
    copy.putNull("post_processor");
    copy.putNull("decoder");
    copy.set("model", model(specialTokens));
    return copy.toString();
  }

  // Native code numbers an added token by itself unless the vocabulary already has it; so all stand
  // there.
  private ObjectNode model(SpecialTokens specialTokens) {
    var model = (ObjectNode) root.path("model").deepCopy();
    model.put("type", type);
    var unknown = model.path("unk_token").asString("");
    var fenced = new HashMap<String, String>();
    for (var token : added) {
      var hidden =
          specialTokens == SpecialTokens.AS_TEXT
              && token.special()
              && !token.content().equals(unknown);
      fenced.put(token.content(), hidden ? FENCE + token.content() + FENCE : token.content());
    }
    if (model.path("vocab") instanceof ArrayNode scored) {
      for (var piece : scored) {
        var name = piece.path(0).stringValue();
        ((ArrayNode) piece).set(0, fenced.getOrDefault(name, name));
      }
    } else {
      var words = model.putObject("vocab");
      pieces().forEach((piece, id) -> words.put(fenced.getOrDefault(piece, piece), id));
    }
    return model;
  }
}
