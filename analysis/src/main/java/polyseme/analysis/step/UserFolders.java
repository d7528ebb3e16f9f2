// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Where a user's own files of this program belong on each system.
public final class UserFolders {

  private static final String NAME = "polyseme";

  private final Map<String, String> environment;
  private final String os;
  private final Path home;
  private final Path temporary;

  /// Looks at a machine.
  ///
  /// @param environment environment variables
  /// @param os name of the operating system
  /// @param home the user's folder
  /// @param temporary where files may be put that nobody keeps
  public UserFolders(Map<String, String> environment, String os, Path home, Path temporary) {
    this.environment = Map.copyOf(environment);
    this.os = os.toLowerCase(Locale.ROOT);
    this.home = home;
    this.temporary = temporary;
  }

  /// The folders of this machine.
  ///
  /// @return where its user's files belong
  public static UserFolders here() {
    return new UserFolders(
        System.getenv(),
        System.getProperty("os.name", ""),
        Path.of(System.getProperty("user.home", "")),
        Path.of(System.getProperty("java.io.tmpdir", "")));
  }

  /// Where files belong that can be made again: `$XDG_CACHE_HOME/polyseme` or `~/.cache/polyseme`,
  /// `%LOCALAPPDATA%\polyseme\cache`, `~/Library/Caches/polyseme`. The folder is made; if it cannot
  /// be written to, one in the temporary folder takes its place.
  ///
  /// @return a folder that can be written to
  public Path cache() {
    return writable(
        windows()
            ? local().resolve(NAME).resolve("cache")
            : mac()
                ? home.resolve("Library/Caches").resolve(NAME)
                : xdg("XDG_CACHE_HOME", ".cache").resolve(NAME));
  }

  /// Where the log belongs: `$XDG_STATE_HOME/polyseme` or `~/.local/state/polyseme`,
  /// `%LOCALAPPDATA%\polyseme\log`, `~/Library/Logs/polyseme`. The folder is not made.
  ///
  /// @return the folder
  public Path log() {
    return windows()
        ? local().resolve(NAME).resolve("log")
        : mac()
            ? home.resolve("Library/Logs").resolve(NAME)
            : xdg("XDG_STATE_HOME", ".local/state").resolve(NAME);
  }

  /// Where DJL unpacks native libraries: `DJL_CACHE_DIR` or `~/.djl.ai`. The folder is not made.
  ///
  /// @return the folder, which other programs may use as well
  public Path engine() {
    var set = environment.getOrDefault("DJL_CACHE_DIR", "");
    return set.isEmpty() ? home.resolve(".djl.ai") : Path.of(set);
  }

  private boolean windows() {
    return os.startsWith("windows");
  }

  private boolean mac() {
    return os.startsWith("mac");
  }

  private Path local() {
    var local = environment.getOrDefault("LOCALAPPDATA", "");
    return local.isEmpty() ? home.resolve("AppData/Local") : Path.of(local);
  }

  // The XDG specification wants relative paths to be ignored.
  private Path xdg(String variable, String otherwise) {
    var value = environment.getOrDefault(variable, "");
    var path = Path.of(value);
    return path.isAbsolute() ? path : home.resolve(otherwise);
  }

  private Path writable(Path wanted) {
    if (made(wanted)) {
      return wanted;
    }
    var user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9_-]", "_");
    var other = temporary.resolve(NAME + "-" + user);
    return made(other) ? other : temporary;
  }

  private static boolean made(Path folder) {
    try {
      Files.createDirectories(folder);
      return Files.isWritable(folder);
    } catch (IOException _) {
      return false;
    }
  }
}
