// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import polyseme.engine.task.AtomicFile;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.Reasons;

/// Remembers, in the user's cache, which models were compared with a reference: the last comparison
/// of each model and processing.
public final class ParityRecords {

  private static final int LONGEST = 1 << 16;

  private final Path folder;

  /// Looks into a cache.
  ///
  /// @param cache folder of the cache; records lie in its folder `parity`
  public ParityRecords(Path cache) {
    this.folder = cache.resolve("parity");
  }

  /// Remembers a comparison; an earlier one of the same model and processing is forgotten.
  ///
  /// @param compared what was found
  /// @throws OutputException if the cache cannot be written to
  public void remember(ParityRecord compared) throws OutputException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new OutputException(
          "The comparison cannot be remembered in %s: %s.".formatted(folder, Reasons.of(e)),
          "Make room there, or set XDG_CACHE_HOME to a folder that can be written to.");
    }
    var json = ParityJson.write(compared);
    var model = compared.model();
    AtomicFile.write(file(model.digest(), model.processing()), out -> out.write(json));
  }

  /// What is remembered of a model. A damaged record counts as none: comparing again mends it.
  ///
  /// @param digest SHA-256 of the model's files
  /// @param processing weight processing
  /// @return the last comparison, if there was one
  public Optional<ParityRecord> find(String digest, String processing) {
    try (var in = Files.newInputStream(file(digest, processing))) {
      return ParityJson.read(in.readNBytes(LONGEST))
          .filter(found -> found.model().digest().equals(digest))
          .filter(found -> found.model().processing().equals(processing));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private Path file(String digest, String processing) {
    return folder.resolve("%s-%s.json".formatted(plain(digest), plain(processing)));
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9_]+", "-");
  }
}
