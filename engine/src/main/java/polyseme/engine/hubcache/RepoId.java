// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hubcache;

import java.util.Optional;
import java.util.regex.Pattern;

/// Name of a repository on the Hugging Face Hub: `owner/name`, or `name` alone for the oldest ones.
///
/// @param id the name as the hub writes it
public record RepoId(String id) implements Comparable<RepoId> {

  private static final int LONGEST = 96;
  private static final String FOLDER = "models--";
  private static final String PART = "[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?";
  private static final Pattern FORM = Pattern.compile(PART + "(?:/" + PART + ")?");

  /// Refuses what the hub does not allow as a name; such text would be no safe name of a folder.
  public RepoId {
    if (!valid(id)) {
      throw new IllegalArgumentException("no name of a repository: " + id);
    }
  }

  private static boolean valid(String id) {
    return id.length() <= LONGEST
        && FORM.matcher(id).matches()
        && !id.contains("--")
        && !id.contains("..")
        && !id.endsWith(".git");
  }

  /// Reads a name that may be none.
  ///
  /// @param text any text
  /// @return the name, empty if the hub allows no such name
  public static Optional<RepoId> parse(String text) {
    return valid(text) ? Optional.of(new RepoId(text)) : Optional.empty();
  }

  /// Reads the name of a folder in the cache.
  ///
  /// @param folder name of a folder, such as `models--owner--name`
  /// @return the repository it belongs to, empty if it is no such folder
  public static Optional<RepoId> ofFolder(String folder) {
    return folder.startsWith(FOLDER)
        ? parse(folder.substring(FOLDER.length()).replace("--", "/"))
        : Optional.empty();
  }

  /// The folder in the cache.
  ///
  /// @return such as `models--owner--name`
  public String folder() {
    return FOLDER + id.replace("/", "--");
  }

  /// Whether an owner is named.
  ///
  /// @return true for `owner/name`
  public boolean hasOwner() {
    return id.contains("/");
  }

  @Override
  public int compareTo(RepoId other) {
    return id.compareToIgnoreCase(other.id) == 0
        ? id.compareTo(other.id)
        : id.compareToIgnoreCase(other.id);
  }

  @Override
  public String toString() {
    return id;
  }
}
