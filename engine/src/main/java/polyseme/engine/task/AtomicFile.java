// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.task;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Writes a file so that at any moment, even after a power cut, the old or the new content is
/// there, never a mixture: the new content goes to a neighbour, is forced to the disk and then
/// takes the file's name. If writing fails, the old file is untouched and the neighbour is removed.
public final class AtomicFile {

  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /// Writes a file through a stream.
  ///
  /// @param target the file, in a folder that is there; replaced if it is there
  /// @param content writes the new content to a buffered stream
  /// @throws OutputException if it cannot be written, with the reason
  public static void write(Path target, IoConsumer<OutputStream> content) throws OutputException {
    writeChannel(
        target,
        channel -> {
          var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
          content.accept(out);
          out.flush();
        });
  }

  /// Writes a file through a channel, for content that is not written from front to back.
  ///
  /// @param target the file, in a folder that is there; replaced if it is there
  /// @param content writes the new content; the channel can read as well
  /// @throws OutputException if it cannot be written, with the reason
  public static void writeChannel(Path target, IoConsumer<FileChannel> content)
      throws OutputException {
    try {
      var file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath().normalize();
      if (Files.isDirectory(file)) {
        throw new IOException("a folder has this name");
      }
      var neighbour = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
      try {
        fill(neighbour, content);
        Files.move(
            neighbour, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(file);
      } finally {
        Files.deleteIfExists(neighbour);
      }
    } catch (IOException e) {
      throw new OutputException(
          "%s cannot be written: %s.".formatted(target, reason(target, e)),
          "Make room, or choose another place.");
    }
  }

  private static void fill(Path neighbour, IoConsumer<FileChannel> content) throws IOException {
    try (var channel =
        FileChannel.open(
            neighbour,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      content.accept(channel);
      channel.force(true);
    }
  }

  /// Makes the new name last as well, where the system lets folders be forced.
  private static void forceFolder(Path file) {
    var folder = file.getParent();
    if (folder == null) {
      return;
    }
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // Windows does not open folders; the content is safe either way.
    }
  }

  private static Path folderOf(Path target) {
    return target.toAbsolutePath().normalize().resolveSibling("").normalize();
  }

  private static String reason(Path target, IOException e) {
    return switch (e) {
      case NoSuchFileException _ ->
          Files.isDirectory(folderOf(target))
              ? "the folder takes no new files"
              : "there is no folder " + folderOf(target);
      case IOException other -> Reasons.of(other);
    };
  }
}
