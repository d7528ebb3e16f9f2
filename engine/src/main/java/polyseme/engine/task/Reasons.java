// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Why the system did not do something with a file, in words. Java often gives no more than the
/// file's name.
public final class Reasons {

  private Reasons() {}

  /// Half a sentence about a file that was to be read or written: a system that misses another
  /// file, such as a temporary neighbour, does not take new files there.
  ///
  /// @param asked the file or folder the sentence is about
  /// @param failed what was thrown while reading or writing it
  /// @return the reason, never empty
  public static String of(Path asked, IOException failed) {
    return failed instanceof NoSuchFileException missing
            && !String.valueOf(missing.getFile()).equals(asked.toString())
        ? "the folder takes no new files, or is gone"
        : of(failed);
  }

  /// Half a sentence.
  ///
  /// @param failed what was thrown while reading or writing
  /// @return the reason, never empty
  public static String of(Exception failed) {
    var inner = failed instanceof UncheckedIOException ? failed.getCause() : failed;
    return switch (inner) {
      case NoSuchFileException _ -> "it is not there";
      case AccessDeniedException _ -> "the system does not permit it";
      case ClosedChannelException _ -> "it was closed meanwhile";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      case null -> "the system gave no reason";
      case Throwable other -> {
        var message = other.getMessage();
        yield message == null || message.isBlank() ? "the system gave no reason" : message;
      }
    };
  }
}
