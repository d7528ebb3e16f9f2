// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;
import polyseme.engine.task.CorpusException;
import polyseme.engine.task.Reasons;

/// Finds the files of a corpus: files as given, folders with all they hold in the order of their
/// names.
final class FileFinder {

  private static final int PROBE = 8192;

  private final ReadOptions options;
  private final List<PathMatcher> onNames = new ArrayList<>();
  private final List<PathMatcher> onPaths = new ArrayList<>();
  private final List<CorpusFile> files = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  FileFinder(ReadOptions options) throws CorpusException {
    this.options = options;
    for (var glob : options.include()) {
      (glob.contains("/") ? onPaths : onNames).add(matcher(glob));
    }
  }

  private static PathMatcher matcher(String glob) throws CorpusException {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException wrong) {
      throw new CorpusException(
          "“%s” is no pattern for file names: %s."
              .formatted(glob, wrong.getDescription().toLowerCase(Locale.ROOT)),
          "Write it like *.java or src/**/*.{md,txt}.");
    }
  }

  List<CorpusFile> files() {
    return files;
  }

  List<String> skipped() {
    return skipped;
  }

  void add(Path path) throws CorpusException {
    try {
      if (Files.isDirectory(path)) {
        addFolder(path);
      } else if (Files.isRegularFile(path)) {
        addFile(path);
      } else {
        throw new CorpusException(
            "There is no file or folder %s.".formatted(path), "Check the path of the corpus.");
      }
    } catch (IOException | UncheckedIOException failed) {
      throw unreadable(path.toString(), failed);
    }
  }

  private void addFile(Path path) throws IOException, CorpusException {
    var file = new CorpusFile(path, fileName(path), Files.size(path));
    if (looksBinary(file)) {
      throw new CorpusException(
          "%s is no text: it holds bytes of value 0.".formatted(path),
          "Give text files in UTF-8, folders of them, JSONL files or tables.");
    }
    files.add(file);
  }

  private void addFolder(Path folder) throws IOException, CorpusException {
    var root = fileName(folder.toRealPath());
    for (var path : contents(folder)) {
      var relative = folder.relativize(path);
      if (!isIncluded(relative)) {
        continue;
      }
      var name = root + "/" + slashed(relative);
      if (isHidden(relative)) {
        skipped.add(name + " (hidden)");
      } else if (!Files.isRegularFile(path)) {
        skipped.add(name + " (no file)");
      } else {
        addOrSkip(new CorpusFile(path, name, Files.size(path)));
      }
    }
  }

  private void addOrSkip(CorpusFile file) throws IOException, CorpusException {
    if (file.kind() == FileKind.TEXT && file.bytes() > options.largestFile()) {
      skipped.add(
          "%s (%,d bytes, longer than %,d)"
              .formatted(file.name(), file.bytes(), options.largestFile()));
    } else if (looksBinary(file)) {
      skipped.add(file.name() + " (no text)");
    } else {
      files.add(file);
    }
  }

  private boolean isIncluded(Path relative) {
    return options.include().isEmpty()
        || onNames.stream().anyMatch(glob -> glob.matches(relative.getFileName()))
        || onPaths.stream().anyMatch(glob -> glob.matches(relative));
  }

  private static List<Path> contents(Path folder) throws IOException {
    try (var walk = Files.walk(folder)) {
      return walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .sorted(Comparator.comparing(path -> slashed(folder.relativize(path))))
          .toList();
    }
  }

  private static boolean isHidden(Path relative) {
    for (var part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static boolean looksBinary(CorpusFile file) throws IOException, CorpusException {
    try (var input = FileInput.open(file)) {
      for (var b : input.stream().readNBytes(PROBE)) {
        if (b == 0) {
          return true;
        }
      }
      return false;
    } catch (DamagedException _) {
      // told, or passed over, when it is read
      return false;
    }
  }

  private static String fileName(Path path) {
    var name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }

  private static String slashed(Path relative) {
    return relative.toString().replace('\\', '/');
  }

  static CorpusException unreadable(String name, Exception failed) {
    return new CorpusException(
        "%s cannot be read: %s.".formatted(name, Reasons.of(failed)),
        "Check that the file is there and may be read.");
  }
}
