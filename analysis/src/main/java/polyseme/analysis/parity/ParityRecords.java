// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.parity;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import polyseme.engine.task.AtomicFile;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.Reasons;

/// Remembers, in the user's cache, which models were compared with which reference: the last
/// comparison of each model, processing and reference. Another reference takes nothing away, so
/// that a comparison with the wrong file does not wipe out a good one.
public final class ParityRecords {

  private static final int LONGEST = 1 << 16;
  private static final String ENDING = ".json";

  private final Path folder;

  /// Looks into a cache.
  ///
  /// @param cache folder of the cache; records lie in its folder `parity`
  public ParityRecords(Path cache) {
    this.folder = cache.resolve("parity");
  }

  /// Remembers a comparison; an earlier one of the same model, processing and reference is
  /// forgotten.
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
    var name = begin(model.digest(), model.processing()) + "-" + compared.reference().sha256();
    AtomicFile.write(folder.resolve(plain(name) + ENDING), out -> out.write(json));
  }

  /// What is remembered of a model. A damaged record counts as none: comparing again mends it.
  ///
  /// @param digest SHA-256 of the model's files
  /// @param processing weight processing
  /// @return the last comparison with each reference, the newest first
  public List<ParityRecord> find(String digest, String processing) {
    var found = new ArrayList<Found>();
    // Earlier versions kept one file a model, whose name ends where that of the reference begins.
    try (var files = Files.newDirectoryStream(folder, begin(digest, processing) + "*" + ENDING)) {
      for (var file : files) {
        read(file)
            .filter(known -> known.kept().model().digest().equals(digest))
            .filter(known -> known.kept().model().processing().equals(processing))
            .ifPresent(found::add);
      }
    } catch (IOException | DirectoryIteratorException _) {
      return List.of(); // no folder: nothing was compared
    }
    found.sort(Comparator.comparing(Found::date).thenComparing(Found::written).reversed());
    var newest = new LinkedHashMap<String, ParityRecord>();
    for (var known : found) {
      newest.putIfAbsent(known.kept().reference().sha256(), known.kept());
    }
    return List.copyOf(newest.values());
  }

  /// A record and when its file was written, which tells those of one day apart.
  private record Found(ParityRecord kept, FileTime written) {
    private LocalDate date() {
      return kept.made().date();
    }
  }

  private static Optional<Found> read(Path file) {
    try (var in = Files.newInputStream(file)) {
      var written = Files.getLastModifiedTime(file);
      return ParityJson.read(in.readNBytes(LONGEST)).map(kept -> new Found(kept, written));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static String begin(String digest, String processing) {
    return plain(digest) + "-" + plain(processing);
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9_]+", "-");
  }
}
