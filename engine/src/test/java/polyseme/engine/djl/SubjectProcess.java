// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A process with 512 MB of heap that runs [Subject]; begun again after it died.
final class SubjectProcess implements AutoCloseable {

  static final String HEAP = "-Xmx512m";

  /// Longer than any answer may take, as the machine may be busy; then it is a hang.
  private static final int PATIENCE_SECONDS = 20;

  private final Path log;
  private @Nullable Process process;
  private @Nullable BufferedReader answers;
  private long mostHeap;

  /// Takes a file for what the process says on its other stream.
  SubjectProcess(Path log) {
    this.log = log;
  }

  /// How one file ended.
  ///
  /// @param micros how long it took
  /// @param kind a word of [Subject]
  /// @param sentence what was said of it
  record Answer(long micros, String kind, String sentence) {}

  Answer open(Subject.Way way, Path path) throws IOException {
    var said = ask(way + "\t" + path);
    if (said == null) {
      var how = how();
      close();
      return new Answer(0, Subject.BROKE, how);
    }
    var words = said.split(" ", 3);
    return new Answer(Long.parseLong(words[0]), words[1], words.length > 2 ? words[2] : "");
  }

  /// The greatest heap of all processes so far.
  long mostHeap() throws IOException {
    if (process != null) {
      var said = ask(Subject.HEAP);
      if (said != null) {
        mostHeap = Math.max(mostHeap, Long.parseLong(said.split(" ", 2)[1]));
      }
    }
    return mostHeap;
  }

  private @Nullable String ask(String question) throws IOException {
    var asked = process == null ? start() : process;
    var reader = answers;
    if (reader == null) {
      throw new IllegalStateException("no process");
    }
    try {
      asked.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
      asked.getOutputStream().flush();
      var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (System.nanoTime() < until) {
        if (reader.ready()) {
          var line = reader.readLine();
          if (line != null && line.startsWith(Subject.MARK)) {
            return line.substring(Subject.MARK.length());
          }
        } else if (asked.waitFor(1, TimeUnit.MILLISECONDS) && !reader.ready()) {
          return null;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // it ended before it read the question
    }
    return null;
  }

  private Process start() throws IOException {
    var java = String.join(File.separator, System.getProperty("java.home"), "bin", "java");
    var started =
        new ProcessBuilder(
                List.of(
                    java,
                    HEAP,
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-CreateCoredumpOnCrash",
                    "-XX:+ErrorFileToStderr",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Subject.class.getName()))
            .redirectError(ProcessBuilder.Redirect.to(log.toFile()))
            .start();
    process = started;
    answers = started.inputReader(StandardCharsets.UTF_8);
    return started;
  }

  private String how() throws IOException {
    var ended = process;
    if (ended == null || ended.isAlive()) {
      return "no answer within %d s".formatted(PATIENCE_SECONDS);
    }
    var said = Files.readString(log, StandardCharsets.ISO_8859_1);
    return "exit code %d: %s".formatted(ended.exitValue(), said.lines().limit(4).toList());
  }

  @Override
  public void close() {
    var ended = process;
    process = null;
    answers = null;
    if (ended != null) {
      try {
        ended.destroyForcibly().waitFor();
        ended.getOutputStream().close();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
