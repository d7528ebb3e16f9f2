// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import polyseme.assets.Assets;
import polyseme.engine.task.AtomicFile;
import polyseme.engine.task.OutputException;

/// The demo model and corpus, unpacked into a folder of the user's cache whose name is their
/// digest.
final class DemoFiles {

  /// The model's folder name is the name people see.
  static final String MODEL = "polyseme-demo";

  static final String CORPUS = "topics.jsonl";

  /// What TransformerLens computes with the model.
  static final String REFERENCE = "reference.safetensors";

  /// The text it computes it on.
  static final String REFERENCE_TOKENS = "reference.json";

  private static final int DIGEST_LENGTH = 12;

  /// A file and where it goes.
  private record Item(String resource, String target) {}

  private static final List<Item> ITEMS =
      List.of(
          new Item("model/config.json", MODEL + "/config.json"),
          new Item("model/model_final.pth", MODEL + "/model_final.pth"),
          new Item("model/tokenizer.json", MODEL + "/tokenizer.json"),
          new Item("topics.jsonl", CORPUS),
          new Item(REFERENCE, REFERENCE),
          new Item(REFERENCE_TOKENS, REFERENCE_TOKENS));

  private DemoFiles() {}

  /// Unpacks what is missing or was changed.
  ///
  /// @param cache where the folder is made
  /// @return the folder
  /// @throws OutputException if it cannot be written
  static Path unpack(Path cache) throws OutputException {
    var folder = cache.resolve("demo-" + digest());
    try {
      Files.createDirectories(folder.resolve(MODEL));
      for (var item : ITEMS) {
        var target = folder.resolve(item.target());
        if (!same(item.resource(), target)) {
          var content = bytes(item.resource());
          AtomicFile.write(target, out -> out.write(content));
        }
      }
    } catch (IOException e) {
      throw new OutputException(
          "The demo cannot be unpacked into %s.".formatted(folder),
          "Make room there, or set XDG_CACHE_HOME to a folder that can be written to.");
    }
    return folder;
  }

  private static boolean same(String resource, Path file) throws IOException {
    return Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes(resource));
  }

  private static String digest() {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      for (var item : ITEMS) {
        sha.update(bytes(item.resource()));
      }
      return HexFormat.of().formatHex(sha.digest()).substring(0, DIGEST_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String resource) {
    try (var in = Assets.stream("demo/" + resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
