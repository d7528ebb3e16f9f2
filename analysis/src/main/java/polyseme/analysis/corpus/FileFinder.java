// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import polyseme.engine.task.CorpusException;
import polyseme.engine.task.Reasons;

/// Finds the files of a corpus: files as given, folders with all they hold in the order of their
/// names.
final class FileFinder {

  private static final int PROBE = 8192;

  private final List<CorpusFile> files = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

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
    if (looksBinary(path)) {
      throw new CorpusException(
          "%s is no text: it holds bytes of value 0.".formatted(path),
          "Give text files in UTF-8, folders of them, or JSONL files.");
    }
    files.add(new CorpusFile(path, fileName(path), Files.size(path)));
  }

  private void addFolder(Path folder) throws IOException {
    var root = fileName(folder.toRealPath());
    for (var path : contents(folder)) {
      var name = root + "/" + slashed(folder.relativize(path));
      if (isHidden(folder.relativize(path))) {
        skipped.add(name + " (hidden)");
      } else if (!Files.isRegularFile(path)) {
        skipped.add(name + " (no file)");
      } else if (looksBinary(path)) {
        skipped.add(name + " (no text)");
      } else {
        files.add(new CorpusFile(path, name, Files.size(path)));
      }
    }
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

  private static boolean looksBinary(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      for (var b : in.readNBytes(PROBE)) {
        if (b == 0) {
          return true;
        }
      }
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
