// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Reasons;

/// Texts from a stream, kept in a temporary file for as long as they are needed, since a corpus is
/// read twice. A compressed stream stays compressed.
public final class Spool implements AutoCloseable {

  private static final int CHUNK = 1 << 16;
  private static final int MAGIC = 4;

  private final Path folder;
  private final Path path;

  private Spool(Path folder, Path path) {
    this.folder = folder;
    this.path = path;
  }

  /// Reads a stream to its end.
  ///
  /// @param in the stream, plain, gzip or zstd; the caller closes it
  /// @param kind what it holds
  /// @param progress told how many bytes came, asked before each part whether to stop
  /// @return the file, named `stdin` and the kind's ending; the caller closes it, which deletes it
  /// @throws OutputException if the stream cannot be read or there is no room for it
  public static Spool of(InputStream in, FileKind kind, Progress progress) throws OutputException {
    Spool spool = null;
    try {
      var begin = in.readNBytes(MAGIC);
      var folder = Files.createTempDirectory("polyseme-");
      var name = "stdin" + kind.suffix() + Packing.of(begin).suffix();
      spool = new Spool(folder, folder.resolve(name));
      spool.fill(begin, in, progress);
      var full = spool;
      spool = null;
      return full;
    } catch (IOException failed) {
      throw new OutputException(
          "Standard input cannot be kept in a temporary file: %s.".formatted(Reasons.of(failed)),
          "Write the texts to a file and give that as the corpus.");
    } finally {
      if (spool != null) {
        spool.close();
      }
    }
  }

  private void fill(byte[] begin, InputStream in, Progress progress) throws IOException {
    try (var out = Files.newOutputStream(path)) {
      out.write(begin);
      var count = (long) begin.length;
      var chunk = new byte[CHUNK];
      for (var got = in.read(chunk); got >= 0; got = in.read(chunk)) {
        progress.checkCancelled();
        out.write(chunk, 0, got);
        count += got;
        progress.report("Reading standard input", count, 0, "bytes");
      }
    }
  }

  /// Where the texts lie.
  ///
  /// @return the file
  public Path path() {
    return path;
  }

  /// Deletes the file.
  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
      Files.deleteIfExists(folder);
    } catch (IOException _) {
      // the system clears its temporary files; nothing of the user's is lost
    }
  }
}
