// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.Reasons;

/// The sentences that several readers share.
final class Failures {

  private static final int LONGEST_NAME = 120;
  private static final int LONGEST_POINTER = 1024;
  private static final byte[] LFS =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

  private Failures() {}

  /// A file whose bytes contradict its format.
  static CheckpointException damaged(Path file, String what) {
    return new CheckpointException(
        "%s is damaged: %s.".formatted(file, what),
        "Copy or download the file again, and compare its size with the original's.");
  }

  /// A file that is sound but that this program cannot use.
  static CheckpointException unsupported(Path file, String what) {
    return new CheckpointException(
        "%s %s.".formatted(file, what),
        "Choose a model folder as it was published; docs/models.md lists the supported families.");
  }

  static CheckpointException unreadable(Path file, IOException cause) {
    return new CheckpointException(
        "%s cannot be read: %s.".formatted(file, shown(Reasons.of(cause))),
        "Check that the file is there, complete and readable, then open the folder again.");
  }

  /// Refuses what often lies in a file's place: nothing, or the few lines that Git keeps instead of
  /// a large file.
  static void refuseNoWeights(FileNumbers numbers) throws CheckpointException {
    if (numbers.size() == 0) {
      throw damaged(numbers.file(), "it is empty");
    }
    if (numbers.size() >= LFS.length && numbers.size() < LONGEST_POINTER) {
      var begin = new byte[LFS.length];
      numbers.bytes(0, LFS.length).get(begin);
      if (Arrays.equals(begin, LFS)) {
        throw new CheckpointException(
            "%s is only a pointer of Git LFS, the weights are not there.".formatted(numbers.file()),
            "Run “git lfs pull” in the folder, or download the file itself.");
      }
    }
  }

  /// A name out of a foreign file, fit for a message: no control characters, not endless.
  static String shown(String name) {
    var plain = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    return plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME) + "…";
  }
}
