// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Where commands print.
///
/// @param out results
/// @param err progress and failures
/// @param in answers to questions
/// @param bytes the same stream, for what is no answer; only one of the two is read
/// @param colors whether results may be coloured
/// @param live whether a line of progress may be written over
public record Console(
    PrintWriter out,
    PrintWriter err,
    BufferedReader in,
    InputStream bytes,
    boolean colors,
    boolean live) {

  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  /// The streams of this process.
  ///
  /// @param environment environment variables: `NO_COLOR` forbids colours, `CLICOLOR_FORCE` asks
  ///   for them even where the output is no terminal
  /// @return a console that prints UTF-8, or what a terminal on Windows wants
  public static Console ofProcess(Map<String, String> environment) {
    var colors =
        isSet(environment, "CLICOLOR_FORCE")
            || (isTerminal(STDOUT) && !"dumb".equals(environment.get("TERM")));
    var input = new FileInputStream(FileDescriptor.in);
    return new Console(
        writer(FileDescriptor.out, isTerminal(STDOUT)),
        writer(FileDescriptor.err, isTerminal(STDERR)),
        new BufferedReader(new InputStreamReader(input, Charset.defaultCharset())),
        input,
        colors && !isSet(environment, "NO_COLOR"),
        isTerminal(STDERR));
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }

  private static PrintWriter writer(FileDescriptor stream, boolean terminal) {
    var windows = System.getProperty("os.name").startsWith("Windows");
    var charset =
        windows && terminal
            ? Charset.forName(System.getProperty("stdout.encoding", "UTF-8"))
            : StandardCharsets.UTF_8;
    return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), charset), true);
  }

  // Java itself only tells whether both standard input and output are a terminal.
  @SuppressWarnings("SystemConsoleNull") // its documentation still allows null
  private static boolean isTerminal(int descriptor) {
    var link = Path.of("/proc/self/fd/" + descriptor);
    try {
      if (Files.isSymbolicLink(link)) {
        var target = Files.readSymbolicLink(link).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      }
    } catch (IOException _) {
      return false;
    }
    var console = System.console();
    return console != null && console.isTerminal();
  }
}
