// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Reasons;
import polyseme.engine.task.StoreException;

/// What the program keeps on a user's disk and can make again. Downloaded models are no part of it:
/// they lie in the Hugging Face cache, which belongs to other programs as well.
public final class UserCache {

  /// A kind of kept files.
  public enum Part {
    /// The demo, unpacked.
    DEMO("demo-*", true),
    /// OpenBLAS.
    NATIVES("openblas-*", true),
    /// Tokenizers that were tried out.
    PROBES("probes", true),
    /// What came out of comparisons with a reference.
    PARITY("parity", true),
    /// Scans that the program made for itself.
    SCANS("scans", true),
    /// PyTorch and tokenizers as DJL unpacks them.
    ENGINE("{pytorch,tokenizers}", false);

    private final String pattern;
    private final boolean own;

    Part(String pattern, boolean own) {
      this.pattern = pattern;
      this.own = own;
    }

    /// Whether nobody else uses it.
    ///
    /// @return false if other programs on this machine may
    public boolean own() {
      return own;
    }
  }

  /// What is kept of one kind.
  ///
  /// @param part the kind
  /// @param places the folders it lies in; empty if nothing is there
  /// @param files how many files
  /// @param bytes how much room they take
  public record Kept(Part part, List<Path> places, long files, long bytes) {

    /// Keeps the list unchangeable.
    public Kept {
      places = List.copyOf(places);
    }
  }

  private final Path cache;
  private final Path engine;

  /// Looks at two folders.
  ///
  /// @param cache the program's own cache
  /// @param engine where DJL unpacks native libraries
  public UserCache(Path cache, Path engine) {
    this.cache = cache;
    this.engine = engine;
  }

  /// The program's own cache.
  ///
  /// @return the folder
  public Path folder() {
    return cache;
  }

  /// What is there.
  ///
  /// @return one entry a kind
  /// @throws StoreException if it cannot be looked at
  public List<Kept> kept() throws StoreException {
    var kept = new ArrayList<Kept>();
    for (var part : Part.values()) {
      kept.add(kept(part));
    }
    return kept;
  }

  private Kept kept(Part part) throws StoreException {
    var files = 0L;
    var bytes = 0L;
    try {
      var places = places(part);
      for (var place : places) {
        try (var tree = Files.walk(place)) {
          for (var file : (Iterable<Path>) tree::iterator) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
              files++;
              bytes += Files.size(file);
            }
          }
        }
      }
      return new Kept(part, places, files, bytes);
    } catch (IOException | UncheckedIOException e) {
      throw new StoreException(
          "What is kept in %s cannot be looked at: %s.".formatted(home(part), Reasons.of(e)),
          "Close other starts of the program and try again, or check that it may be read.");
    }
  }

  private Path home(Part part) {
    return part.own() ? cache : engine;
  }

  // Only what has a name of ours: where no better folder can be made, the cache lies in one that
  // other programs use as well.
  private List<Path> places(Part part) throws IOException {
    var places = new ArrayList<Path>();
    if (!Files.isDirectory(home(part))) {
      return places;
    }
    try (var found = Files.newDirectoryStream(home(part), part.pattern)) {
      for (var place : found) {
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
          places.add(place);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    places.sort(null);
    return places;
  }

  /// Deletes what is kept of one kind; links are deleted, not followed.
  ///
  /// @param part the kind
  /// @param progress asked before each file
  /// @throws OutputException if something cannot be deleted
  public void clear(Part part, Progress progress) throws OutputException {
    try {
      for (var place : places(part)) {
        Files.walkFileTree(place, new Deleting(progress));
      }
    } catch (IOException e) {
      throw new OutputException(
          "Not all of %s could be cleared: %s.".formatted(home(part), Reasons.of(e)),
          "Close other starts of the program, which may be using it, and try again.");
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {

    private final Progress progress;

    Deleting(Progress progress) {
      this.progress = progress;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      progress.checkCancelled();
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
