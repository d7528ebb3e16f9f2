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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.IoConsumer;
import polyseme.engine.task.OutputException;

/// The folder a scan is written into: a hidden neighbour of the one asked for, which takes its
/// place when all is on the disk. Closed without [#commit()] it disappears, and what was there
/// before is untouched.
final class ScanFolder implements AutoCloseable {

  /// Names of all files of a scan.
  static final List<String> FILES =
      List.of(
          UnfinishedFolder.PILOT,
          UnfinishedFolder.SUMS,
          UnfinishedFolder.part(0),
          ScanJson.FILE,
          ScanJson.RUN_FILE,
          NeuronFile.NAME,
          TokenStoreWriter.TOKENS,
          TokenStoreWriter.DOCUMENTS);

  /// Folder of users' own columns, which a new scan of the same name keeps.
  private static final String COLUMNS = "columns";

  private final Path target;
  private final Path temporary;
  private final UnfinishedMark mark;
  private boolean committed;

  private ScanFolder(Path target, Path temporary, UnfinishedMark mark) {
    this.target = target;
    this.temporary = temporary;
    this.mark = mark;
  }

  /// Checks that a scan may be written there and makes the neighbour.
  static ScanFolder prepare(Path into) throws IOException, OutputException {
    var target = into.toAbsolutePath().normalize();
    var parent = check(into);
    Files.createDirectories(parent);
    var begin = ".%s.part-".formatted(target.getFileName());
    removeAbandoned(parent, begin);
    // not createTempDirectory, whose folders only their owner may read: scans are shared
    var temporary = Files.createDirectory(parent.resolve(begin + UUID.randomUUID()));
    return new ScanFolder(target, temporary, UnfinishedMark.in(temporary));
  }

  /// Checks that a scan may be written there.
  ///
  /// @return the folder it lies in
  static Path check(Path into) throws IOException, OutputException {
    var target = into.toAbsolutePath().normalize();
    var parent = target.getParent();
    if (parent == null) {
      throw refused(into, "it is the root of a disk");
    }
    checkReplaceable(target);
    return parent;
  }

  // What a program that was killed in the middle of the same scan could not take away itself.
  private static void removeAbandoned(Path parent, String begin) throws IOException {
    for (var name : names(parent)) {
      var folder = parent.resolve(name);
      if (name.startsWith(begin) && UnfinishedMark.abandoned(folder)) {
        delete(folder);
      }
    }
  }

  private static void checkReplaceable(Path target) throws IOException, OutputException {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw refused(target, "it is a file");
    }
    var names = names(target);
    if (names.isEmpty()) {
      return;
    }
    var isScan = names.contains(NeuronFile.NAME) || names.contains(UnfinishedFolder.SUMS);
    if (!names.contains(ScanJson.FILE) || !isScan) {
      throw refused(target, "it is a folder that holds no scan");
    }
    FILES.forEach(names::remove);
    names.remove(COLUMNS);
    if (!names.isEmpty()) {
      throw refused(target, "beside a scan it holds " + names.iterator().next());
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      var names = new HashSet<String>();
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
      return names;
    } catch (UncheckedIOException failed) {
      throw new IOException(failed);
    }
  }

  private static OutputException refused(Path target, String why) {
    return new OutputException(
        "A scan cannot be written to %s: %s.".formatted(target, why),
        "Choose a new folder or that of an older scan.");
  }

  Path path() {
    return temporary;
  }

  /// Writes one small file.
  void write(String name, byte[] bytes) throws IOException {
    try (var channel =
        FileChannel.open(
            temporary.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (var buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /// Copies files of another folder.
  void copy(Path from, String... names) throws IOException {
    for (var name : names) {
      var copy = temporary.resolve(name);
      Files.copy(from.resolve(name), copy);
      try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  /// Writes a file of sections.
  void writeSections(String name, String kind, IoConsumer<SectionWriter> content)
      throws IOException {
    try (var out = new SectionWriter(temporary.resolve(name), kind)) {
      content.accept(out);
      out.force();
    }
  }

  /// Puts the finished folder in the place of the old one.
  void commit() throws IOException, OutputException {
    checkReplaceable(target);
    mark.close();
    forceFolder(temporary);
    var old = temporary.resolveSibling(temporary.getFileName() + "-old");
    var replaces = Files.exists(target);
    if (replaces) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      committed = true;
    } finally {
      if (replaces && !committed) {
        Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    forceFolder(target.resolveSibling("."));
    if (replaces) {
      if (Files.isDirectory(old.resolve(COLUMNS))) {
        Files.move(old.resolve(COLUMNS), target.resolve(COLUMNS), StandardCopyOption.ATOMIC_MOVE);
      }
      delete(old);
    }
  }

  private static void forceFolder(Path folder) {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // Windows opens no folders; the files themselves are on the disk
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      for (var name : FILES) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.deleteIfExists(folder.resolve(UnfinishedMark.NAME));
      Files.deleteIfExists(folder);
    }
  }

  @Override
  public void close() throws IOException {
    if (!committed) {
      mark.close();
      delete(temporary);
    }
  }
}
