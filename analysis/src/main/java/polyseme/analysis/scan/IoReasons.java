// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Why the system refused something, as the end of a sentence: its exceptions often say no more
/// than the name of a file.
final class IoReasons {

  private IoReasons() {}

  /// Puts a refusal into words.
  ///
  /// @param asked the file or folder the sentence is about
  /// @param failed what the system threw
  /// @return the reason
  static String of(Path asked, IOException failed) {
    return switch (failed) {
      case NoSuchFileException missing when missing.getFile().equals(asked.toString()) ->
          "it is not there";
      case NoSuchFileException _ -> "the folder takes no new files, or is gone";
      case AccessDeniedException _ -> "the system does not permit it";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      case FileSystemException _ -> "the system gives no reason";
      case IOException other when other.getMessage() != null -> other.getMessage();
      case IOException _ -> "the system gives no reason";
    };
  }
}
