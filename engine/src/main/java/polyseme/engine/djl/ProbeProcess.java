// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import polyseme.engine.task.Progress;

/// A Java process like this one, with little memory and little time.
///
/// decision: its time is the processor's, so that a busy machine does not make a good tokenizer
/// look bad; one that waits is given three times as long by the clock.
///
/// @param main the class it runs
/// @param seconds how much time it may take
record ProbeProcess(String main, int seconds) {

  private static final int SECONDS = 20;
  private static final int PATIENCE = 3;
  private static final int PAUSE_MILLIS = 20;
  private static final int LEAST_HEAP = 128;
  private static final int HEAP_A_BYTE = 8;
  private static final int ADDRESS_SPACE_KB = 6 << 20;
  private static final int SIGNALS = 128;
  private static final int LAST_SIGNAL = 64;
  private static final int LONGEST_REASON = 200;
  private static final int LONGEST_OUTPUT = 1 << 16;
  private static final Path SHELL = Path.of("/bin/sh");

  ProbeProcess() {
    this(TokenizerProbe.class.getName(), SECONDS);
  }

  /// Runs it.
  ///
  /// @param input the file it is given
  /// @param progress asked whether to stop
  /// @return empty if it ended well; else how it ended, as half a sentence
  /// @throws IOException if it cannot be started
  /// @throws CancellationException if somebody cancels
  String refusal(Path input, Progress progress) throws IOException {
    var output = Files.createTempFile(input.getParent(), ".probe-", ".log");
    try {
      var process =
          new ProcessBuilder(command(input))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        process.getOutputStream().close();
        if (!ended(process, progress)) {
          return "it was not done in %d s".formatted(seconds);
        }
        return process.exitValue() == 0 ? "" : how(process.exitValue()) + reason(output);
      } finally {
        end(process);
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private List<String> command(Path input) throws IOException {
    var command = new ArrayList<String>();
    if (Files.isExecutable(SHELL)) {
      // Where the system has such a limit, native code meets it as well.
      var limit = "ulimit -v %d 2>/dev/null; exec \"$@\"".formatted(ADDRESS_SPACE_KB);
      command.addAll(List.of(SHELL.toString(), "-c", limit, "sh"));
    }
    var heap = LEAST_HEAP + ((HEAP_A_BYTE * Files.size(input)) >> 20);
    command.add(String.join(File.separator, System.getProperty("java.home"), "bin", "java"));
    command.addAll(
        List.of(
            "-Xmx%dm".formatted(heap),
            "-XX:CompressedClassSpaceSize=64m",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+ErrorFileToStderr",
            "--enable-native-access=ALL-UNNAMED"));
    for (var name : List.of("DJL_CACHE_DIR", "ENGINE_CACHE_DIR", "java.io.tmpdir", "user.home")) {
      var value = System.getProperty(name);
      if (value != null) {
        command.add("-D%s=%s".formatted(name, value));
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main, input.toString()));
    return command;
  }

  private boolean ended(Process process, Progress progress) {
    var until = System.nanoTime() + PATIENCE * TimeUnit.SECONDS.toNanos(seconds);
    try {
      while (!process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        progress.checkCancelled();
        var spent = process.info().totalCpuDuration().orElse(Duration.ZERO);
        if (System.nanoTime() > until || spent.toSeconds() >= seconds) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private static void end(Process process) {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static String how(int exit) {
    var signal = exit - SIGNALS;
    return signal > 0 && signal <= LAST_SIGNAL
        ? "the tokenizer library ended the process with signal %d%s"
            .formatted(signal, signal == 6 ? " (SIGABRT)" : signal == 11 ? " (SIGSEGV)" : "")
        : "the process ended with exit code " + exit;
  }

  /// What it said last, in brackets: of a panic the line after it.
  private static String reason(Path output) throws IOException {
    try (var in = Files.newInputStream(output)) {
      var said = new String(in.readNBytes(LONGEST_OUTPUT), StandardCharsets.UTF_8);
      var lines = said.lines().filter(line -> !line.isBlank()).toList();
      for (var i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains("panicked at") && i + 1 < lines.size()) {
          return shown(lines.get(i + 1));
        }
        if (lines.get(i).startsWith("Exception in thread")) {
          return shown(
              lines.get(i).replaceFirst("^Exception in thread \"[^\"]*\" [\\w.$]+:? ?", ""));
        }
      }
      return "";
    }
  }

  private static String shown(String line) {
    var plain = line.strip().replaceAll("\\p{Cntrl}", " ").replaceAll("[.]$", "");
    var cut = plain.length() > LONGEST_REASON ? plain.substring(0, LONGEST_REASON) + "…" : plain;
    return cut.isEmpty() ? "" : " (%s)".formatted(cut);
  }
}
