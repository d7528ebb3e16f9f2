// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import polyseme.engine.task.CorpusException;

/// A file that is being read, unpacked on the way. Never wholly in memory.
final class FileInput implements AutoCloseable {

  private final CorpusFile file;
  private final CountingStream disk;
  private final InputStream unpacked;

  private FileInput(CorpusFile file, CountingStream disk, InputStream unpacked) {
    this.file = file;
    this.disk = disk;
    this.unpacked = unpacked;
  }

  static FileInput open(CorpusFile file) throws IOException, CorpusException {
    var disk = new CountingStream(Files.newInputStream(file.path()));
    try {
      return new FileInput(file, disk, unpack(file, disk));
    } catch (LinkageError missing) {
      disk.close();
      throw new CorpusException(
          "%s cannot be unpacked, because the library for .zst files does not start here: %s."
              .formatted(file.name(), missing.getMessage()),
          "Unpack it with “zstd -d”, or set java.io.tmpdir to a folder that may hold programs.");
    }
  }

  private static InputStream unpack(CorpusFile file, CountingStream disk) throws IOException {
    return switch (file.packing()) {
      case NONE -> disk;
      case GZIP -> guarded(new GzipStream(disk, file.name()), file, disk);
      case ZSTD -> guarded(new ZstdInputStreamNoFinalizer(disk), file, disk);
    };
  }

  private static InputStream guarded(InputStream in, CorpusFile file, CountingStream disk) {
    return new UnpackedStream(in, disk, file.name(), Utf8.LONGEST);
  }

  CorpusFile file() {
    return file;
  }

  /// The text's bytes. Whoever reads from it has a buffer of its own.
  InputStream stream() {
    return unpacked;
  }

  /// Bytes of the file on disk that were read so far.
  long diskBytes() {
    return Math.min(disk.count(), file.bytes());
  }

  /// To be called when the stream has ended.
  void checkUnchanged() throws CorpusException {
    checkUnchanged(disk.count());
  }

  /// To be called when the file seems to be damaged, which a file that is being written also does.
  void checkSize() throws IOException, CorpusException {
    checkUnchanged(Files.size(file.path()));
  }

  private void checkUnchanged(long now) throws CorpusException {
    if (now != file.bytes()) {
      throw new CorpusException(
          "%s changed while it was read: it had %d bytes and now has %d."
              .formatted(file.name(), file.bytes(), now),
          "Start again when nothing writes to the corpus.");
    }
  }

  @Override
  public void close() {
    try {
      unpacked.close();
    } catch (IOException _) {
      // nothing was written, so nothing can be lost
    }
  }
}
