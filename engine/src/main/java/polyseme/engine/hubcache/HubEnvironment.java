// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hubcache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a machine says about the Hugging Face Hub, by the variables that `huggingface_hub` reads
/// and with its precedence. The token is read when it is needed and shown nowhere.
///
/// @param variables environment variables
/// @param home the user's folder
public record HubEnvironment(Map<String, String> variables, Path home) {

  private static final Set<String> YES = Set.of("1", "ON", "YES", "TRUE");
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

  /// Keeps the variables unchangeable.
  public HubEnvironment {
    variables = Map.copyOf(variables);
  }

  /// This machine.
  ///
  /// @return its variables and its user's folder
  public static HubEnvironment here() {
    return new HubEnvironment(System.getenv(), Path.of(System.getProperty("user.home", "")));
  }

  /// Where downloaded models lie: `HF_HUB_CACHE`, `HUGGINGFACE_HUB_CACHE`, `HF_HOME`/hub,
  /// `XDG_CACHE_HOME`/huggingface/hub or `~/.cache/huggingface/hub`, the first that is set.
  ///
  /// @return a folder that may not exist yet
  public Path cache() {
    return path("HF_HUB_CACHE")
        .or(() -> path("HUGGINGFACE_HUB_CACHE"))
        .orElseGet(() -> hubHome().resolve("hub"));
  }

  /// Where a token is kept: `HF_TOKEN_PATH`, else `token` in Hugging Face's own folder.
  ///
  /// @return a file that may not exist
  public Path tokenFile() {
    return path("HF_TOKEN_PATH").orElseGet(() -> hubHome().resolve("token"));
  }

  /// The user's token: `HF_TOKEN`, `HUGGING_FACE_HUB_TOKEN`, else the content of [#tokenFile()].
  ///
  /// @return the token, empty if there is none or `HF_HUB_DISABLE_IMPLICIT_TOKEN` is set
  public Optional<String> token() {
    if (yes("HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
      return Optional.empty();
    }
    return token(get("HF_TOKEN"))
        .or(() -> token(get("HUGGING_FACE_HUB_TOKEN")))
        .or(() -> token(keptToken()));
  }

  // A header takes one line of plain characters; anything else is no token.
  private static Optional<String> token(String text) {
    var token = text.strip();
    return token.matches("[\\x21-\\x7e]+") ? Optional.of(token) : Optional.empty();
  }

  private String keptToken() {
    try {
      return Files.readString(tokenFile());
    } catch (IOException _) {
      return ""; // not there, or not for us to read: as if nobody had logged in
    }
  }

  /// Where the hub is.
  ///
  /// @return `HF_ENDPOINT`, else the public hub, without a slash at its end
  public String endpoint() {
    var set = get("HF_ENDPOINT").strip();
    return (set.isEmpty() ? "https://huggingface.co" : set).replaceAll("/+$", "");
  }

  /// Whether connections are forbidden.
  ///
  /// @return true if `HF_HUB_OFFLINE` or `TRANSFORMERS_OFFLINE` says so
  public boolean offline() {
    return get("HF_HUB_OFFLINE").isEmpty() ? yes("TRANSFORMERS_OFFLINE") : yes("HF_HUB_OFFLINE");
  }

  /// Whether the cache may hold links.
  ///
  /// @return false if `HF_HUB_DISABLE_SYMLINKS` says so
  public boolean links() {
    return !yes("HF_HUB_DISABLE_SYMLINKS");
  }

  private Path hubHome() {
    return path("HF_HOME")
        .orElseGet(() ->
            path("XDG_CACHE_HOME").orElseGet(() -> home.resolve(".cache")).resolve("huggingface"));
  }

  private Optional<Path> path(String variable) {
    var text = get(variable);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var expanded =
        VARIABLE
            .matcher(text)
            .replaceAll(found -> {
              var name = found.group(1) == null ? found.group(2) : found.group(1);
              return Matcher.quoteReplacement(variables.getOrDefault(name, found.group()));
            });
    return Optional.of(
        expanded.equals("~") || expanded.startsWith("~/")
            ? home.resolve(expanded.substring(Math.min(2, expanded.length())))
            : Path.of(expanded));
  }

  private boolean yes(String variable) {
    return YES.contains(get(variable).toUpperCase(Locale.ROOT));
  }

  private String get(String variable) {
    return variables.getOrDefault(variable, "");
  }

  /// Without the variables, since one of them may be a token.
  @Override
  public String toString() {
    return "HubEnvironment[cache=%s]".formatted(cache());
  }
}
