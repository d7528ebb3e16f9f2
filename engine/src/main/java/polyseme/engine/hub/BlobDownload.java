// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import polyseme.engine.task.HubException;

/// Fetches one file into `blobs`. What arrives is kept in a neighbour that ends in `.incomplete`,
/// where the next try, even of another start of the program, goes on; only what has the right
/// length and digest gets the file's name.
final class BlobDownload {

  private static final String UNFINISHED = ".incomplete";
  private static final long WORTH_A_FRESH_START = 1 << 20;

  private final HubHttp http;
  private final HubTimes times;
  private final HubFailures failures;
  private final URI uri;
  private final RemoteFile file;
  private final String revision;

  BlobDownload(
      HubHttp http,
      HubTimes times,
      HubFailures failures,
      URI uri,
      RemoteFile file,
      String revision) {
    this.http = http;
    this.times = times;
    this.failures = failures;
    this.uri = uri;
    this.file = file;
    this.revision = revision;
  }

  /// How much of a file is there already.
  static long kept(Path blob) throws IOException {
    var unfinished = unfinished(blob);
    return Files.isRegularFile(unfinished) ? Files.size(unfinished) : 0;
  }

  private static Path unfinished(Path blob) {
    return blob.resolveSibling(blob.getFileName() + UNFINISHED);
  }

  /// Fetches what is missing.
  ///
  /// @param blob the file to make, in a folder that is there
  /// @param transfer told what arrives
  /// @throws HubException if it does not arrive as the hub promised
  /// @throws IOException if it cannot be kept
  void fetch(Path blob, Transfer transfer) throws HubException, IOException {
    var unfinished = unfinished(blob);
    for (var again = false; ; again = true) {
      try (var out =
          FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        if (out.size() > file.size()) {
          out.truncate(0);
        }
        fill(out, transfer);
        out.force(true);
      }
      if (ContentDigest.matches(unfinished, file.digest(), transfer.progress())) {
        Files.move(unfinished, blob, StandardCopyOption.ATOMIC_MOVE);
        return;
      }
      Files.delete(unfinished); // some of it may have been there before: once more from the start
      transfer.add(-file.size());
      if (again) {
        throw failures.wrongDigest(file.name());
      }
    }
  }

  private void fill(FileChannel out, Transfer transfer) throws HubException, IOException {
    var attempts = new Attempts(times, failures, transfer.progress());
    while (out.size() < file.size()) {
      var before = out.size();
      try {
        if (part(out, transfer, attempts) && out.size() < file.size()) {
          throw new UnfinishedException(file.size() - out.size());
        }
      } catch (LocalException e) {
        throw e.reason;
      } catch (IOException e) {
        if (out.size() - before >= WORTH_A_FRESH_START) {
          attempts.progressed();
        }
        attempts.broken(e);
      }
    }
  }

  /// One request, as far as it goes.
  ///
  /// @return whether the server gave something; if not, it is time to ask again
  private boolean part(FileChannel out, Transfer transfer, Attempts attempts)
      throws HubException, IOException {
    var from = out.size();
    try (var answer = http.once("GET", uri, from, transfer.progress())) {
      if (HubHttp.isNotSatisfiable(answer) && from > 0) {
        restart(out, transfer);
        return false;
      } else if (answer.status() >= 400) {
        http.refuse(answer, revision, attempts);
        return false;
      } else if (answer.status() == 206 && answer.rangeStart() == from) {
        copy(answer, out, transfer);
      } else if (answer.status() == 200) {
        restart(out, transfer); // a server that knows no ranges sends all of it again
        copy(answer, out, transfer);
      } else {
        throw failures.strangeAnswer("status %d".formatted(answer.status()));
      }
      return true;
    }
  }

  private static void restart(FileChannel out, Transfer transfer) throws IOException {
    transfer.add(-out.size());
    local(() -> out.truncate(0));
  }

  private void copy(Answer answer, FileChannel out, Transfer transfer)
      throws HubException, IOException {
    var left = file.size() - out.size();
    var length = answer.number("Content-Length");
    if (length >= 0 && length != left) {
      throw failures.wrongLength(file.name(), left, length);
    }
    out.position(out.size());
    var body = answer.body();
    for (var bytes = body.next(times.silence(), transfer.progress());
        bytes != null;
        bytes = body.next(times.silence(), transfer.progress())) {
      left -= bytes.remaining();
      if (left < 0) {
        throw failures.wrongLength(file.name(), file.size(), file.size() - left);
      }
      write(bytes, out, transfer);
    }
  }

  private static void write(ByteBuffer bytes, FileChannel out, Transfer transfer)
      throws IOException {
    var count = bytes.remaining();
    while (bytes.hasRemaining()) {
      local(() -> out.write(bytes));
    }
    transfer.add(count);
  }

  private interface Action {
    void run() throws IOException;
  }

  /// Does something with the file, whose failures are not those of the connection.
  private static void local(Action action) throws LocalException {
    try {
      action.run();
    } catch (IOException e) {
      throw new LocalException(e);
    }
  }

  private static final class LocalException extends IOException {
    private static final long serialVersionUID = 1L;
    private final IOException reason;

    LocalException(IOException reason) {
      super(reason);
      this.reason = reason;
    }
  }

  private static final class UnfinishedException extends IOException {
    private static final long serialVersionUID = 1L;

    UnfinishedException(long missing) {
      super("%,d bytes did not arrive".formatted(missing));
    }
  }
}
