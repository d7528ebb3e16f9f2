// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import polyseme.engine.task.CorpusException;

/// Files made and read by the tests of this package.
///
/// @param folder where they go
record Samples(Path folder) {

  Path file(String name, String text) throws IOException {
    return file(name, utf8(text));
  }

  Path file(String name, byte[] bytes) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    return Files.write(file, bytes);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var packed = new GZIPOutputStream(out)) {
      packed.write(bytes);
    }
    return out.toByteArray();
  }

  static byte[] zstd(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var packed = new ZstdOutputStreamNoFinalizer(out)) {
      packed.setChecksum(true);
      packed.write(bytes);
    }
    return out.toByteArray();
  }

  static byte[] joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (var part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static List<Document> read(ReadOptions options, Path... paths) throws CorpusException {
    return read(FileCorpus.of(List.of(paths), options));
  }

  static List<Document> read(FileCorpus corpus) throws CorpusException {
    var documents = new ArrayList<Document>();
    try (var reader = corpus.open()) {
      for (var next = reader.next(); next != null; next = reader.next()) {
        documents.add(next);
      }
    }
    return documents;
  }

  static List<String> texts(ReadOptions options, Path... paths) throws CorpusException {
    return read(options, paths).stream().map(Document::text).toList();
  }

  static CorpusException refused(ReadOptions options, Path... paths) {
    return assertThrows(CorpusException.class, () -> read(options, paths));
  }

  /// Either is right; anything else than a sentence is not.
  static void refusedOrRead(ReadOptions options, Path file) {
    try {
      read(options, file);
    } catch (CorpusException refused) {
      assertTrue(refused.what().contains(String.valueOf(file.getFileName())), refused.what());
    }
  }
}
