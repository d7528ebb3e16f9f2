// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Future;
import polyseme.engine.hubcache.HubEnvironment;
import polyseme.engine.task.HubException;
import polyseme.engine.task.Progress;

/// Requests to the hub. The token goes to the hub itself only: redirects, which lead to other
/// hosts, are followed here and not by the client below.
final class HubHttp implements AutoCloseable {

  private static final int MOST_REDIRECTS = 8;
  private static final int NOT_SATISFIABLE = 416;

  private final HttpClient client;
  private final URI endpoint;
  private final Optional<String> token;
  private final HubTimes times;
  private final HubFailures failures;

  HubHttp(HubEnvironment environment, HubTimes times, HubFailures failures) throws HubException {
    this.endpoint = endpoint(environment, failures);
    this.token = environment.token();
    this.times = times;
    this.failures = failures;
    this.client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(times.silence())
            .build();
  }

  private static URI endpoint(HubEnvironment environment, HubFailures failures)
      throws HubException {
    try {
      var uri = URI.create(environment.endpoint());
      if (isHttp(uri)) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw failures.badEndpoint();
  }

  private static boolean isHttp(URI uri) {
    return uri.getHost() != null
        && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
  }

  /// The address of something on the hub.
  ///
  /// @param path begins with a slash; encoded
  URI at(String path) {
    return URI.create(endpoint + path);
  }

  boolean hasToken() {
    return token.isPresent();
  }

  /// Asks until there is an answer.
  ///
  /// @param uri what for
  /// @param revision for messages
  /// @param progress asked whether to go on
  /// @return an answer with the status 200; the caller closes it
  /// @throws HubException if there is none, with the reason
  Answer get(URI uri, String revision, Progress progress) throws HubException {
    return answered("GET", uri, revision, progress);
  }

  /// Asks the hub about a file without fetching it.
  ///
  /// @return the hub's own answer, even if it says that the file lies on another host
  Answer head(URI uri, String revision, Progress progress) throws HubException {
    return answered("HEAD", uri, revision, progress);
  }

  private Answer answered(String method, URI uri, String revision, Progress progress)
      throws HubException {
    var attempts = new Attempts(times, failures, progress);
    while (true) {
      try {
        var answer = once(method, uri, 0, progress);
        if (answer.status() < 400) {
          return answer;
        }
        answer.close();
        refuse(answer, revision, attempts);
      } catch (IOException e) {
        attempts.broken(e);
      }
    }
  }

  /// Says no for a server, or waits if it is only busy.
  ///
  /// @param answer an answer with the status 400 or above
  /// @param revision for messages
  /// @param attempts told of a busy server
  void refuse(Answer answer, String revision, Attempts attempts) throws HubException {
    var status = answer.status();
    if (status == 408 || status == 429 || status >= 500) {
      attempts.busy(status, answer.retryAfter(Instant.now()));
    } else {
      var code = answer.header("X-Error-Code");
      throw failures.refused(status, code, isHub(answer.uri()) && hasToken(), revision);
    }
  }

  /// Asks once, following redirects.
  ///
  /// @param method `GET` or `HEAD`; the latter stays with the hub
  /// @param uri what for
  /// @param from the first byte wanted
  /// @param progress asked whether to go on
  /// @return an answer of any status; the caller closes it
  /// @throws IOException if no server answers
  Answer once(String method, URI uri, long from, Progress progress)
      throws IOException, HubException {
    var place = uri;
    for (var hop = 0; hop <= MOST_REDIRECTS; hop++) {
      Future<HttpResponse<Publisher<List<ByteBuffer>>>> pending =
          client.sendAsync(request(method, place, from), BodyHandlers.ofPublisher());
      var response = Waiting.result(pending, progress);
      var answer = new Answer(place, response, new Body(response.body()));
      var elsewhere = answer.redirect();
      if (elsewhere.isEmpty()) {
        return answer;
      }
      var next = resolved(place, elsewhere.get());
      if (method.equals("HEAD") && !isHub(next)) {
        return answer;
      }
      answer.close();
      place = next;
    }
    throw failures.strangeRedirect(place);
  }

  private URI resolved(URI from, String location) throws HubException {
    try {
      var next = from.resolve(location);
      var safe = "https".equalsIgnoreCase(next.getScheme()) || !isHttps(from);
      if (isHttp(next) && safe) {
        return next;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw failures.strangeRedirect(from);
  }

  private static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private HttpRequest request(String method, URI uri, long from) {
    var request =
        HttpRequest.newBuilder(uri)
            .method(method, BodyPublishers.noBody())
            .timeout(times.silence())
            .header("User-Agent", "polyseme")
            .header("Accept-Encoding", "identity"); // sizes and digests are of the file itself
    if (from > 0) {
      request.header("Range", "bytes=%d-".formatted(from));
    }
    if (isHub(uri)) {
      token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    }
    return request.build();
  }

  private boolean isHub(URI uri) {
    return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
        && endpoint.getHost().equalsIgnoreCase(uri.getHost())
        && port(endpoint) == port(uri);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : isHttps(uri) ? 443 : 80;
  }

  static boolean isNotSatisfiable(Answer answer) {
    return answer.status() == NOT_SATISFIABLE;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
