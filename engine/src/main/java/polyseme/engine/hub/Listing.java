// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import polyseme.engine.hubcache.HubCache;
import polyseme.engine.hubcache.RepoId;
import polyseme.engine.task.HubException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What lies at the top of a repository at one commit.
///
/// @param repo the repository
/// @param revision what was asked for
/// @param commit what that is now
/// @param files the files by name
record Listing(RepoId repo, String revision, String commit, Map<String, RemoteFile> files) {

  static final int LONGEST = 32_000_000;
  private static final String PLAIN_NAME = "[A-Za-z0-9_][A-Za-z0-9._+-]{0,200}";

  Listing {
    files = Map.copyOf(files);
  }

  /// Reads the hub's answer. Names that are no plain names are passed over: no file of a model has
  /// one.
  static Listing read(RepoId repo, String revision, byte[] json, HubFailures failures)
      throws HubException {
    try {
      var root = JsonMapper.shared().readTree(json);
      var commit = text(root, "sha");
      if (!HubCache.isCommit(commit) || !root.path("siblings").isArray()) {
        throw failures.strangeAnswer("it names no commit or no files");
      }
      var files = new TreeMap<String, RemoteFile>();
      for (var entry : root.get("siblings")) {
        var name = text(entry, "rfilename");
        if (name.matches(PLAIN_NAME)) {
          files.put(name, file(name, entry));
        }
      }
      return new Listing(repo, revision, commit, files);
    } catch (JacksonException _) {
      throw failures.strangeAnswer("it is no JSON");
    }
  }

  private static RemoteFile file(String name, JsonNode entry) {
    var large = entry.path("lfs");
    var size = large.isObject() ? large.path("size") : entry.path("size");
    return new RemoteFile(
        name,
        size.isIntegralNumber() && size.canConvertToLong() ? Math.max(-1, size.longValue()) : -1,
        large.isObject() ? text(large, "sha256") : text(entry, "blobId"));
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).isString() ? node.path(key).stringValue() : "";
  }

  boolean has(String name) {
    return files.containsKey(name);
  }

  /// An entry of a model's `config.json` that is text.
  ///
  /// @return empty if it is not there or the file is none that can be read; who opens the model
  ///   says so
  static Optional<String> configText(Path config, String key) {
    try {
      if (Files.size(config) > LONGEST) {
        return Optional.empty();
      }
      var text = text(JsonMapper.shared().readTree(Files.readAllBytes(config)), key);
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (IOException | JacksonException _) {
      return Optional.empty();
    }
  }
}
