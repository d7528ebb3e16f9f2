// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.IoConsumer;
import polyseme.engine.task.OutputException;

/// The folder in which a scan grows: `NAME.unfinished` beside the folder it will be. It outlives
/// the program, so that the scan can go on where it stopped; what is in it is whole at any moment,
/// since every file is written under another name, forced to the disk and renamed.
///
/// - `tokens.bin`, `documents.bin`: the corpus
/// - `scan.json`: what is scanned and how; there once the corpus is read
/// - `pilot.psc`: what the pilot found
/// - `part-N.psc`: what one worker gathered, with the numbers of its shards
/// - `sums.psc`: moments of all finished shards
final class UnfinishedFolder implements AutoCloseable {

  /// What the name ends with.
  static final String SUFFIX = ".unfinished";

  /// The pilot's file.
  static final String PILOT = "pilot.psc";

  /// The file of moments.
  static final String SUMS = "sums.psc";

  private static final String PART = "part-";
  private static final String END = ".psc";
  private static final String NEW = ".new";

  private final Path folder;
  private final UnfinishedMark mark;

  private UnfinishedFolder(Path folder, UnfinishedMark mark) {
    this.folder = folder;
    this.mark = mark;
  }

  /// Where the scan into a folder grows.
  static Path of(Path into) {
    var target = into.toAbsolutePath().normalize();
    return target.resolveSibling(target.getFileName() + SUFFIX);
  }

  /// Opens the folder, making it if it is not there, and keeps others out.
  ///
  /// @throws OutputException if another program is at it
  static UnfinishedFolder open(Path into) throws IOException, OutputException {
    var folder = of(into);
    Files.createDirectories(folder);
    var mark = UnfinishedMark.take(folder);
    if (mark == null) {
      throw new OutputException(
          "The scan in %s is being made by another program.".formatted(folder),
          "Wait until that one is done, or stop it.");
    }
    var opened = new UnfinishedFolder(folder, mark);
    for (var name : names(folder)) {
      if (name.endsWith(NEW)) {
        Files.delete(folder.resolve(name));
      }
    }
    return opened;
  }

  /// Takes away what an unfinished scan left; nothing if there is none.
  static void discard(Path into) throws IOException, OutputException {
    if (Files.isDirectory(of(into))) {
      open(into).delete();
    }
  }

  Path path() {
    return folder;
  }

  boolean has(String name) {
    return Files.isRegularFile(folder.resolve(name));
  }

  /// Writes a small file.
  void write(String name, byte[] bytes) throws IOException {
    replace(
        name,
        file -> {
          try (var channel =
              FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (var buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
              channel.write(buffer);
            }
            channel.force(true);
          }
        });
  }

  /// Writes a file of sections.
  void write(String name, String kind, IoConsumer<SectionWriter> content) throws IOException {
    replace(
        name,
        file -> {
          try (var out = new SectionWriter(file, kind)) {
            content.accept(out);
            out.force();
          }
        });
  }

  private void replace(String name, IoConsumer<Path> writing) throws IOException {
    var next = folder.resolve(name + NEW);
    Files.deleteIfExists(next);
    var written = false;
    try {
      writing.accept(next);
      Files.move(
          next,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      written = true;
    } finally {
      if (!written) {
        Files.deleteIfExists(next);
      }
    }
  }

  static String part(int number) {
    return PART + number + END;
  }

  /// Numbers of the parts that are there, ascending.
  static List<Integer> parts(Path folder) throws IOException {
    var numbers = new ArrayList<Integer>();
    for (var name : names(folder)) {
      if (name.matches(PART + "\\d{1,9}" + END)) {
        numbers.add(Integer.parseInt(name.substring(PART.length(), name.length() - END.length())));
      }
    }
    numbers.sort(Comparator.naturalOrder());
    return numbers;
  }

  void remove(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  /// Empties the folder, for a scan that begins anew. What says that there is something to go on
  /// with goes first, so that the end of the program in the middle leaves nothing that is half.
  void clear() throws IOException {
    remove(ScanJson.FILE);
    for (var name : names(folder)) {
      if (!name.equals(UnfinishedMark.NAME)) {
        Files.delete(folder.resolve(name));
      }
    }
  }

  /// Removes the folder with all that is in it.
  void delete() throws IOException {
    clear();
    mark.close();
    Files.deleteIfExists(folder);
  }

  private static List<String> names(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).toList();
    } catch (UncheckedIOException failed) {
      throw new IOException(failed);
    }
  }

  /// Leaves the folder for later; removes it if nothing in it is worth going on with.
  @Override
  public void close() throws IOException {
    if (!mark.released() && !has(ScanJson.FILE)) {
      delete();
    }
    mark.close();
  }
}
