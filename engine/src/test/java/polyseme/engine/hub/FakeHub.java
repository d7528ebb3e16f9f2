// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import polyseme.engine.hubcache.HubEnvironment;
import tools.jackson.databind.json.JsonMapper;

/// A hub on this machine, with a second server that holds the large files, as the real one has.
/// Answers can be spoilt one by one.
final class FakeHub implements AutoCloseable {

  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  /// A request that came in.
  ///
  /// @param server `hub` or `store`
  /// @param method GET or HEAD
  /// @param path what was asked for
  /// @param range the header of that name, empty if it was not there
  /// @param token the header Authorization, empty if it was not there
  record Seen(String server, String method, String path, String range, String token) {}

  /// What to answer instead.
  @FunctionalInterface
  interface Spoilt {
    void answer(HttpExchange exchange, byte[] content) throws IOException;
  }

  final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Map<String, Map<String, byte[]>> repos = new HashMap<>();
  private final Map<String, List<Spoilt>> spoilt = new HashMap<>();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer hub;
  private final HttpServer store;
  boolean digestsInList = true;

  FakeHub() {
    try {
      hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hub.createContext("/", exchange -> handle("hub", exchange));
    store.createContext("/", exchange -> handle("store", exchange));
    for (var server : List.of(hub, store)) {
      server.setExecutor(executor);
      server.start();
    }
  }

  static String address(HttpServer server) {
    return "http://%s:%d"
        .formatted(server.getAddress().getHostString(), server.getAddress().getPort());
  }

  String endpoint() {
    return address(hub);
  }

  String storeAddress() {
    return address(store);
  }

  /// A machine that uses this hub, with variables more.
  HubEnvironment environment(Path home, String... more) {
    var variables = new HashMap<String, String>();
    variables.put("HF_ENDPOINT", endpoint());
    for (var i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    return new HubEnvironment(variables, home);
  }

  FakeHub file(String repo, String name, byte[] content) {
    repos.computeIfAbsent(repo, _ -> new TreeMap<>()).put(name, content);
    return this;
  }

  FakeHub file(String repo, String name, String content) {
    return file(repo, name, content.getBytes(StandardCharsets.UTF_8));
  }

  /// The next request whose path ends so is answered otherwise; may be called several times.
  FakeHub spoil(String ending, Spoilt answer) {
    synchronized (spoilt) {
      spoilt.computeIfAbsent(ending, _ -> new ArrayList<>()).add(answer);
    }
    return this;
  }

  FakeHub status(String ending, int status, String... headers) {
    return spoil(
        ending,
        (exchange, _) -> {
          for (var i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
          }
          exchange.sendResponseHeaders(status, -1);
        });
  }

  /// Breaks the connection off after so many bytes of what was asked for.
  FakeHub breakOff(String ending, int bytes) {
    return spoil(
        ending,
        (exchange, content) -> {
          var rest = ranged(exchange, content);
          exchange.sendResponseHeaders(rest.length < content.length ? 206 : 200, rest.length);
          exchange.getResponseBody().write(rest, 0, bytes);
          exchange.getResponseBody().flush();
        });
  }

  long requests(String ending) {
    return seen.stream().filter(request -> request.path().endsWith(ending)).count();
  }

  List<String> ranges(String ending) {
    return seen.stream()
        .filter(request -> request.server().equals("store") && request.path().endsWith(ending))
        .map(Seen::range)
        .toList();
  }

  private void handle(String server, HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var headers = exchange.getRequestHeaders();
    seen.add(
        new Seen(
            server,
            exchange.getRequestMethod(),
            path,
            first(headers.getFirst("Range")),
            first(headers.getFirst("Authorization"))));
    try {
      var content = content(path);
      var other = other(path);
      if (other != null) {
        other.answer(exchange, content);
      } else if (path.startsWith("/api/models/")) {
        list(exchange, path);
      } else if (content.length == 0 && !known(path)) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        serve(server, exchange, path, content);
      }
    } finally {
      exchange.close();
    }
  }

  private @Nullable Spoilt other(String path) {
    synchronized (spoilt) {
      for (var entry : spoilt.entrySet()) {
        if (path.endsWith(entry.getKey()) && !entry.getValue().isEmpty()) {
          return entry.getValue().removeFirst();
        }
      }
      return null;
    }
  }

  private static String first(@Nullable String header) {
    return header == null ? "" : header;
  }

  private void list(HttpExchange exchange, String path) throws IOException {
    var repo = path.replaceFirst("^/api/models/", "").replaceFirst("/revision/.*$", "");
    var files = repos.get(repo);
    if (files == null) {
      exchange.getResponseHeaders().set("X-Error-Code", "RepoNotFound");
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    var siblings = new ArrayList<Map<String, Object>>();
    files.forEach((name, content) -> siblings.add(sibling(name, content)));
    var answer = Map.of("id", repo, "sha", COMMIT, "siblings", siblings);
    send(exchange, 200, JsonMapper.shared().writeValueAsBytes(answer));
  }

  private Map<String, Object> sibling(String name, byte[] content) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("rfilename", name);
    if (digestsInList) {
      entry.put("size", content.length);
      entry.put("blobId", gitBlob(isLarge(name) ? new byte[0] : content));
      if (isLarge(name)) {
        entry.put(
            "lfs",
            Map.of("sha256", sha("SHA-256", content), "size", content.length, "pointerSize", 134));
      }
    }
    return entry;
  }

  static boolean isLarge(String name) {
    return name.matches(".*\\.(safetensors|pth|bin)");
  }

  byte[] content(String path) {
    var parts = path.split("/", -1);
    for (var repo : repos.entrySet()) {
      if (path.contains("/" + repo.getKey() + "/resolve/")) {
        return repo.getValue().getOrDefault(parts[parts.length - 1], new byte[0]);
      }
    }
    return new byte[0];
  }

  private boolean known(String path) {
    return repos.keySet().stream()
        .anyMatch(repo -> path.contains("/" + repo + "/resolve/" + COMMIT));
  }

  private void serve(String server, HttpExchange exchange, String path, byte[] content)
      throws IOException {
    var headers = exchange.getResponseHeaders();
    if (server.equals("hub")) {
      headers.set("X-Repo-Commit", COMMIT);
      if (isLarge(path)) {
        headers.set("X-Linked-Etag", "\"" + sha("SHA-256", content) + "\"");
        headers.set("X-Linked-Size", Integer.toString(content.length));
        headers.set("Location", storeAddress() + "/store" + path + "?signature=secret");
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      headers.set("ETag", "\"" + gitBlob(content) + "\"");
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(content.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    var rest = ranged(exchange, content);
    send(exchange, rest.length < content.length ? 206 : 200, rest);
  }

  static byte[] ranged(HttpExchange exchange, byte[] content) {
    var range = first(exchange.getRequestHeaders().getFirst("Range"));
    if (range.isEmpty()) {
      return content;
    }
    var from = Integer.parseInt(range.replaceAll("^bytes=|-$", ""));
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    return Arrays.copyOfRange(content, from, content.length);
  }

  static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
  }

  static String gitBlob(byte[] content) {
    var head = "blob %d\0".formatted(content.length).getBytes(StandardCharsets.UTF_8);
    var all = Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return sha("SHA-1", all);
  }

  static String sha(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// From now on nobody answers.
  void stop() {
    hub.stop(0);
    store.stop(0);
    executor.shutdownNow();
  }

  @Override
  public void close() {
    stop();
  }
}
