// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import polyseme.engine.task.CorpusException;
import polyseme.engine.task.Progress;

/// Text files, folders and JSONL files. Only one document is in memory at a time.
///
/// - A text file is one document named after the file. It must be UTF-8; a byte order mark at its
///   beginning is left out.
/// - A folder is read with all folders in it, in the order of the names. Hidden files, files that
///   are no text (a byte of value 0 within the first 8,192) and links to folders are passed over
///   and listed by [#skipped()].
/// - In a `.jsonl` or `.ndjson` file every line is one document: an object with a string `text`.
///   Its `id`, a string or number, names the document, otherwise file and line do. Its other string
///   fields are the labels; fields of other kinds are left out. Blank lines are passed over.
/// - Line ends `\r\n` and `\r` become `\n`.
///
/// Whatever breaks these rules ends the reading with file, line and byte.
public final class FileCorpus implements Corpus {

  private static final int CHUNK = 1 << 16;

  private final String name;
  private final List<CorpusFile> files;
  private final List<String> skipped;

  private FileCorpus(String name, List<CorpusFile> files, List<String> skipped) {
    this.name = name;
    this.files = List.copyOf(files);
    this.skipped = List.copyOf(skipped);
  }

  /// Looks for the files; none is read yet.
  ///
  /// @param paths text files, folders and JSONL files, read in this order
  /// @return the corpus
  /// @throws CorpusException if one is not there or is no text, or if there is no file at all
  public static FileCorpus of(List<Path> paths) throws CorpusException {
    var finder = new FileFinder();
    for (var path : paths) {
      finder.add(path);
    }
    var name =
        paths.stream()
            .map(path -> String.valueOf(path.toAbsolutePath().normalize().getFileName()))
            .collect(Collectors.joining(", "));
    if (finder.files().isEmpty()) {
      throw new CorpusException(
          "The corpus %s has no text files.".formatted(name),
          "Give text files in UTF-8, folders of them, or JSONL files.");
    }
    return new FileCorpus(name, finder.files(), finder.skipped());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long bytes() {
    return files.stream().mapToLong(CorpusFile::bytes).sum();
  }

  /// How many files are read.
  ///
  /// @return the count
  public int fileCount() {
    return files.size();
  }

  /// Files in folders that are not read.
  ///
  /// @return name and reason of each
  public List<String> skipped() {
    return skipped;
  }

  @Override
  public String fingerprint(Progress progress) throws CorpusException {
    var digest = sha256();
    var done = 0L;
    for (var file : files) {
      var nameBytes = file.name().getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(nameBytes.length).flip());
      digest.update(nameBytes);
      digest.update(ByteBuffer.allocate(8).putLong(file.bytes()).flip());
      progress.report("Identifying the corpus", done, bytes(), "bytes");
      addContents(file, digest, progress);
      done += file.bytes();
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void addContents(CorpusFile file, MessageDigest digest, Progress progress)
      throws CorpusException {
    try (var in = Files.newInputStream(file.path())) {
      var chunk = new byte[CHUNK];
      for (var got = in.read(chunk); got >= 0; got = in.read(chunk)) {
        progress.checkCancelled();
        digest.update(chunk, 0, got);
      }
    } catch (IOException failed) {
      throw FileFinder.unreadable(file.name(), failed);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  @Override
  public DocumentReader open() {
    return new FileDocumentReader(files);
  }
}
