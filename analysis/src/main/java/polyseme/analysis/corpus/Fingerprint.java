// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import polyseme.engine.task.CorpusException;
import polyseme.engine.task.Progress;

/// SHA-256 over names and contents of files, and over the rules by which they become documents.
///
/// Rules that are the usual ones leave no trace, so that plain text and JSONL have the fingerprint
/// they have always had. Which files of a folder were chosen needs no rule: it shows in the names.
final class Fingerprint {

  private static final int CHUNK = 1 << 16;

  /// No name has this length, so rules are never taken for a file.
  private static final int RULES = -1;

  private final List<CorpusFile> files;
  private final ReadOptions options;

  Fingerprint(List<CorpusFile> files, ReadOptions options) {
    this.files = files;
    this.options = options;
  }

  String compute(Progress progress) throws CorpusException {
    var digest = sha256();
    var total = files.stream().mapToLong(CorpusFile::bytes).sum();
    var done = 0L;
    for (var file : files) {
      addText(digest, file.name());
      digest.update(ByteBuffer.allocate(8).putLong(file.bytes()).flip());
      progress.report("Identifying the corpus", done, total, "bytes");
      addContents(file, digest, progress);
      done += file.bytes();
    }
    var rules = rules();
    if (!rules.isEmpty()) {
      addNumber(digest, RULES);
      rules.forEach(rule -> addText(digest, rule));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private List<String> rules() {
    var rules = new ArrayList<String>();
    var records = files.stream().anyMatch(file -> file.kind() == FileKind.JSONL);
    var tables = files.stream().anyMatch(file -> file.kind().isTable());
    if (records && !options.textField().equals(ReadOptions.TEXT)) {
      rules.add("field=" + options.textField());
    }
    if (tables) {
      rules.add("column=" + options.textColumn());
    }
    var labels = options.labels();
    if ((records || tables) && labels != null) {
      rules.add("labels");
      rules.addAll(new TreeSet<>(labels));
    }
    if (options.badText() == BadText.SKIP) {
      rules.add("bad=skip");
    }
    if (files.stream().anyMatch(file -> file.packing() != Packing.NONE)) {
      rules.add("unpacked");
    }
    return rules;
  }

  private static void addText(MessageDigest digest, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    addNumber(digest, bytes.length);
    digest.update(bytes);
  }

  private static void addNumber(MessageDigest digest, int number) {
    digest.update(ByteBuffer.allocate(4).putInt(number).flip());
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
}
