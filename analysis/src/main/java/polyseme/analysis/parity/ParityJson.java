// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.parity;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import polyseme.engine.parity.ParityReference;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Records as JSON. Numbers that JSON has no word for stand as `"NaN"` or `"Infinity"`.
final class ParityJson {

  private static final JsonMapper MAPPER = new JsonMapper();

  private ParityJson() {}

  static byte[] write(ParityRecord kept) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("model", kept.model().name()).put("model_sha256", kept.model().digest());
    root.put("processing", kept.model().processing());
    var reference = kept.reference();
    root.putObject("reference")
        .put("file", reference.file())
        .put("sha256", reference.sha256())
        .put("made_with", reference.maker())
        .put("texts", reference.texts())
        .put("tensors", reference.tensors());
    var outcome = kept.outcome();
    root.putObject("outcome")
        .put("tolerance", outcome.tolerance())
        .put("largest_error", Double.toString(outcome.largestError()))
        .put("worst", outcome.worst())
        .put("hooks", outcome.hooks())
        .put("disagreeing", outcome.disagreeing())
        .put("lacking", outcome.lacking());
    root.put("date", kept.made().date().toString());
    root.put("program", kept.made().program()).put("engine", kept.made().engine());
    var json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// Reads a record.
  ///
  /// @param json what was written
  /// @return the record, or nothing if this is none
  static Optional<ParityRecord> read(byte[] json) {
    try {
      return Optional.of(parsed(MAPPER.readTree(json)));
    } catch (JacksonException | DateTimeException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static ParityRecord parsed(JsonNode root) {
    var reference = root.required("reference");
    var outcome = root.required("outcome");
    return new ParityRecord(
        new ParityRecord.Subject(
            text(root, "model"), text(root, "model_sha256"), text(root, "processing")),
        new ParityReference(
            text(reference, "file"),
            text(reference, "sha256"),
            text(reference, "made_with"),
            reference.required("texts").intValue(),
            reference.required("tensors").intValue()),
        new ParityRecord.Outcome(
            outcome.required("tolerance").doubleValue(),
            Double.parseDouble(text(outcome, "largest_error")),
            text(outcome, "worst"),
            outcome.required("hooks").intValue(),
            outcome.required("disagreeing").intValue(),
            outcome.required("lacking").intValue()),
        new ParityRecord.Made(
            LocalDate.parse(text(root, "date")), text(root, "program"), text(root, "engine")));
  }

  private static String text(JsonNode node, String name) {
    return node.required(name).stringValue();
  }
}
