// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import java.util.Locale;
import java.util.Map;
import polyseme.app.cli.CommandShell;
import polyseme.app.cli.Console;
import polyseme.app.task.StopSignal;

/// Starts the program: without a word the window, with words the command line.
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(args.length == 0 && hasDisplay() ? window() : run(args));
  }

  private static boolean hasDisplay() {
    var os = System.getProperty("os.name", "");
    return hasDisplay(System.getenv(), os, System.getProperty("glass.platform", ""));
  }

  private static int window() {
    new Wiring().prepareLog();
    WindowLauncher.launch();
    return 0;
  }

  private static int run(String... args) {
    var wiring = new Wiring();
    wiring.prepareLog();
    var console = Console.ofProcess(System.getenv());
    try (var stop = StopSignal.listen()) {
      var shell = new CommandShell(wiring.services(), console, stop);
      if (args.length > 0) {
        return shell.run(args);
      }
      console.err().println("There is no display, so the demo runs without a window.");
      return shell.run("demo");
    }
  }

  /// Whether a window can be shown; a variable that is set but empty names no display.
  static boolean hasDisplay(Map<String, String> environment, String os, String glass) {
    var name = os.toLowerCase(Locale.ROOT);
    return name.startsWith("windows")
        || name.startsWith("mac")
        || glass.equals("Headless")
        || !environment.getOrDefault("DISPLAY", "").isEmpty()
        || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
  }
}
