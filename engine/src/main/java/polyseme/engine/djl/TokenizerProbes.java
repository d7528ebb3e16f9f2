// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.AtomicFile;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Reasons;
import polyseme.engine.task.TokenizerException;
import polyseme.engine.text.SpecialTokens;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Remembers which tokenizers were tried out in a process of their own, and tries out the others.
///
/// The native library ends the whole program where it meets something it did not expect. What the
/// validator lets through is therefore given to a process of its own once, and only what that
/// process survived is loaded here. A result counts for one content of the files and one version of
/// the library.
final class TokenizerProbes {

  private static final String FORMAT = "polyseme-tokenizer-probe";

  /// Raised when native code is given something else of the same file.
  private static final int VERSION = 1;

  /// The demo's, which was tried out when it was made: its window must not wait.
  private static final Set<String> KNOWN =
      Set.of("23da54b738f107cbb2e2ebc4c1d7978dc25aaaf2db0ffd0f7b6d84586f1f1794");

  private final Path folder;
  private final ProbeProcess process;

  /// Takes the folder of the results.
  ///
  /// @param folder made if it is not there
  TokenizerProbes(Path folder) {
    this(folder, new ProbeProcess());
  }

  /// The same with another process; for tests.
  TokenizerProbes(Path folder, ProbeProcess process) {
    this.folder = folder;
    this.process = process;
  }

  /// Lets a tokenizer pass that was tried out well, now or before.
  ///
  /// @param file a checked file
  /// @param progress told that a tokenizer is tried out
  /// @throws TokenizerException if it was not, with the reason
  /// @throws CancellationException if somebody cancels
  void check(TokenizerFile file, Progress progress) throws TokenizerException {
    var digest = FileDigest.of(file.sources());
    if (KNOWN.contains(digest)) {
      return;
    }
    var result = folder.resolve(digest + ".json");
    var remembered = remembered(result);
    var refusal = remembered == null ? tryOut(file, result, digest, progress) : remembered;
    if (!refusal.isEmpty()) {
      throw new TokenizerException(
          "%s cannot be used: tried out in a process of its own, %s."
              .formatted(file.file(), refusal),
          "Copy the tokenizer.json that was published with the model, or delete %s to try again."
              .formatted(result));
    }
  }

  /// What was found before.
  ///
  /// @return empty if all was well; null if nothing is known
  private static @Nullable String remembered(Path result) {
    try {
      if (!Files.isRegularFile(result)) {
        return null;
      }
      var told = new JsonMapper().readTree(Files.readAllBytes(result));
      var counts =
          told.path("format").asString("").equals(FORMAT)
              && told.path("version").asInt(-1) == VERSION
              && told.path("library").asString("").equals(library())
              && told.path("refusal").isString();
      return counts ? told.path("refusal").stringValue() : null;
    } catch (IOException | JacksonException _) {
      return null; // unreadable is as good as not there
    }
  }

  private String tryOut(TokenizerFile file, Path result, String digest, Progress progress)
      throws TokenizerException {
    progress.report("Trying out the tokenizer", 0, 1, "files");
    try {
      Files.createDirectories(folder);
      var input = Files.createTempFile(folder, ".probe-", ".jsonl");
      try {
        var lines = new StringBuilder();
        for (var specialTokens : SpecialTokens.values()) {
          lines.append(file.forNativeCode(specialTokens)).append('\n');
        }
        Files.writeString(input, lines, StandardCharsets.UTF_8);
        var refusal = process.refusal(input, progress);
        remember(result, digest, refusal);
        return refusal;
      } finally {
        Files.deleteIfExists(input);
      }
    } catch (IOException failed) {
      throw new TokenizerException(
          "%s cannot be tried out in a process of its own: %s."
              .formatted(file.file(), Reasons.of(failed)),
          "Let Polyseme start Java processes and write to %s.".formatted(folder));
    }
  }

  private static void remember(Path result, String digest, String refusal) throws IOException {
    var told =
        JsonNodeFactory.instance
            .objectNode()
            .put("format", FORMAT)
            .put("version", VERSION)
            .put("sha256", digest)
            .put("library", library())
            .put("refusal", refusal);
    try {
      AtomicFile.write(result, out -> out.write(new JsonMapper().writeValueAsBytes(told)));
    } catch (OutputException _) {
      // decision: what cannot be remembered is tried out again; the answer of today stands.
    }
  }

  private static String library() throws IOException {
    var properties = new Properties();
    var name = "/native/lib/tokenizers.properties";
    try (var in = TokenizerProbes.class.getResourceAsStream(name)) {
      if (in != null) {
        properties.load(in);
      }
    }
    return "%s %s"
        .formatted(properties.getProperty("version", "unknown"), System.getProperty("os.arch"));
  }
}
