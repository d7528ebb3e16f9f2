// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.model.Processing;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.StoreException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes and reads `scan.json` (what was scanned and how) and `run.json` (what may differ between
/// equal scans).
final class ScanJson {

  /// Name of the file that says what was scanned and how.
  static final String FILE = "scan.json";

  /// Name of the file that says when and where.
  static final String RUN_FILE = "run.json";

  private static final String FORMAT = "polyseme-scan";
  private static final int LARGEST = 1 << 20;
  private static final String REMEDY =
      "Make the scan again, or copy its whole folder again from where it is sound.";

  private final JsonMapper mapper = JsonMapper.builder().build();

  byte[] write(ScanProvenance provenance) {
    var root = mapper.createObjectNode();
    root.put("format", FORMAT).put("version", SectionWriter.VERSION);
    root.put("program", provenance.program());
    root.putObject("model")
        .put("name", provenance.modelName())
        .put("digest", provenance.modelDigest())
        .put("hook", provenance.hook())
        .put("processing", provenance.processing())
        .put("bos", provenance.bos());
    root.putObject("corpus")
        .put("name", provenance.corpusName())
        .put("fingerprint", provenance.corpusFingerprint())
        .put("documents", provenance.documents())
        .put("tokens", provenance.tokens());
    var options = provenance.options();
    root.putObject("options")
        .put("topK", options.topK())
        .put("contextTokens", options.contextTokens())
        .put("batchRows", options.batchRows())
        .put("profilePositions", options.profilePositions())
        .put("seed", options.seed())
        .put("maxTokens", options.maxTokens());
    write(root.putObject("policy"), options.policy());
    write(root.putObject("content"), options.content());
    return bytes(root);
  }

  private static void write(ObjectNode node, ScanPolicy policy) {
    node.put("stride", policy.stride())
        .put("skipFirst", policy.skipFirst())
        .put("skipLast", policy.skipLast())
        .put("duplicatesOnce", policy.duplicatesOnce());
  }

  private static void write(ObjectNode node, ScanContent content) {
    var hooks = node.putArray("hooks");
    content.hooks().forEach(site -> hooks.add(site.path()));
    var kinds = node.putArray("kinds");
    content.kinds().stream().sorted().forEach(kind -> kinds.add(kind.word()));
    node.put("budget", content.budget());
  }

  byte[] write(ScanRun run) {
    return bytes(
        mapper
            .createObjectNode()
            .put("finished", run.finished().toString())
            .put("duration", run.duration().toString())
            .put("workers", run.workers())
            .put("modelPath", run.modelPath())
            .put("machine", run.machine()));
  }

  private byte[] bytes(ObjectNode root) {
    var text = mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    return (text.replace("\r\n", "\n") + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  static byte[] load(Path file) throws StoreException {
    try {
      if (Files.size(file) > LARGEST) {
        throw damaged(file, "it is too large");
      }
      return Files.readAllBytes(file);
    } catch (IOException _) {
      throw new StoreException(
          "%s cannot be read.".formatted(file), "Choose a folder made by a scan.");
    }
  }

  ScanProvenance read(byte[] bytes, Path file, String modelPath) throws StoreException {
    var fields = new Fields(parse(bytes, file), file);
    if (!fields.text("format").equals(FORMAT)) {
      throw new StoreException(
          "%s does not belong to a scan.".formatted(file), "Choose a folder made by a scan.");
    }
    if (fields.number("version") > SectionWriter.VERSION) {
      throw new StoreException(
          "%s has version %d of the format; this program reads up to %d."
              .formatted(file, fields.number("version"), SectionWriter.VERSION),
          "Open it with a newer Polyseme.");
    }
    var model = fields.object("model");
    var corpus = fields.object("corpus");
    return new ScanProvenance(
        fields.text("program"),
        model.text("name"),
        modelPath,
        model.text("digest"),
        corpus.text("name"),
        corpus.text("fingerprint"),
        model.text("hook"),
        // Scans made before these entries: weights as they were, texts begun by their token.
        processing(model.has("processing") ? model.text("processing") : "none", file),
        !model.has("bos") || model.truth("bos"),
        corpus.count("documents"),
        corpus.number("tokens"),
        options(fields, file));
  }

  private static String processing(String text, Path file) throws StoreException {
    try {
      return Processing.parse(text).text();
    } catch (RequestException _) {
      throw new StoreException(
          "%s was made with a processing of weights that is not known here: %s."
              .formatted(file, text),
          "Open it with a newer Polyseme.");
    }
  }

  private static ScanOptions options(Fields root, Path file) throws StoreException {
    var fields = root.object("options");
    try {
      return new ScanOptions(
          fields.count("topK"),
          fields.count("contextTokens"),
          fields.count("batchRows"),
          fields.count("profilePositions"),
          fields.number("seed"),
          fields.number("maxTokens"),
          0,
          root.has("policy") ? policy(root.object("policy")) : ScanPolicy.older(),
          root.has("content") ? content(root.object("content"), file) : ScanContent.core());
    } catch (IllegalArgumentException impossible) {
      throw damaged(file, "options: " + impossible.getMessage());
    }
  }

  private static ScanPolicy policy(Fields fields) throws StoreException {
    return new ScanPolicy(
        fields.count("stride"),
        fields.count("skipFirst"),
        fields.count("skipLast"),
        fields.truth("duplicatesOnce"));
  }

  private static ScanContent content(Fields fields, Path file) throws StoreException {
    var hooks = new ArrayList<BlockSite>();
    for (var path : fields.texts("hooks")) {
      hooks.add(
          Stream.of(BlockSite.values())
              .filter(site -> site.path().equals(path))
              .findFirst()
              .orElseThrow(() -> damaged(file, "no such hook: " + path)));
    }
    var kinds = EnumSet.noneOf(ScanContent.Kind.class);
    for (var word : fields.texts("kinds")) {
      kinds.add(
          Stream.of(ScanContent.Kind.values())
              .filter(kind -> kind.word().equals(word))
              .findFirst()
              .orElseThrow(() -> damaged(file, "no such content: " + word)));
    }
    return new ScanContent(hooks, kinds, fields.number("budget"));
  }

  ScanRun readRun(Path file) throws StoreException {
    var fields = new Fields(parse(load(file), file), file);
    try {
      return new ScanRun(
          Instant.parse(fields.text("finished")),
          Duration.parse(fields.text("duration")),
          fields.count("workers"),
          fields.text("modelPath"),
          fields.text("machine"));
    } catch (DateTimeException unreadable) {
      throw damaged(file, String.valueOf(unreadable.getMessage()));
    }
  }

  private JsonNode parse(byte[] bytes, Path file) throws StoreException {
    try {
      return mapper.readTree(bytes);
    } catch (JacksonException _) {
      throw damaged(file, "it is not JSON");
    }
  }

  private static StoreException damaged(Path file, String why) {
    return new StoreException("%s is damaged: %s.".formatted(file, why), REMEDY);
  }

  /// The fields of one object.
  private record Fields(JsonNode node, Path file) {

    Fields object(String name) throws StoreException {
      return new Fields(field(name), file);
    }

    String text(String name) throws StoreException {
      var field = field(name);
      if (!field.isString()) {
        throw damaged(file, "`%s` is no text".formatted(name));
      }
      return field.stringValue();
    }

    List<String> texts(String name) throws StoreException {
      var texts = new ArrayList<String>();
      for (var item : field(name)) {
        if (!item.isString()) {
          throw damaged(file, "`%s` holds more than texts".formatted(name));
        }
        texts.add(item.stringValue());
      }
      return texts;
    }

    boolean has(String name) {
      return node.has(name);
    }

    boolean truth(String name) throws StoreException {
      var field = field(name);
      if (!field.isBoolean()) {
        throw damaged(file, "`%s` is neither true nor false".formatted(name));
      }
      return field.booleanValue();
    }

    long number(String name) throws StoreException {
      var field = field(name);
      if (!field.isIntegralNumber() || !field.canConvertToLong()) {
        throw damaged(file, "`%s` is no whole number".formatted(name));
      }
      return field.longValue();
    }

    int count(String name) throws StoreException {
      var number = number(name);
      if (number < 0 || number > Integer.MAX_VALUE) {
        throw damaged(file, "`%s` is %d".formatted(name, number));
      }
      return (int) number;
    }

    private JsonNode field(String name) throws StoreException {
      var field = node.get(name);
      if (field == null) {
        throw damaged(file, "`%s` is missing".formatted(name));
      }
      return field;
    }
  }
}
