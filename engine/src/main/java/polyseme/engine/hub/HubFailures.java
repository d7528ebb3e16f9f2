// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import polyseme.engine.hubcache.HubEnvironment;
import polyseme.engine.hubcache.RepoId;
import polyseme.engine.task.HubException;
import polyseme.engine.task.Reasons;

/// The sentences of downloads. None of them ever holds a token or the query of an address, which
/// may be as good as one.
///
/// @param environment where things are on this machine
/// @param repo what is being fetched
/// @param host where from, for people
record HubFailures(HubEnvironment environment, RepoId repo, String host) {

  private static final int LONGEST = 160;
  private static final String AGAIN = "Try again later; what has arrived is kept.";

  static HubFailures of(HubEnvironment environment, RepoId repo) {
    return new HubFailures(environment, repo, host(environment.endpoint()));
  }

  private static String host(String endpoint) {
    return endpoint.replaceFirst("^https?://", "").replaceFirst("^[^/@]*@", "");
  }

  HubException notSupported(Obstacle obstacle) {
    return new HubException(
        "%s cannot be opened: %s.".formatted(repo, obstacle.reason()),
        "“polyseme models” lists the names of models that can.");
  }

  HubException offline(String missing) {
    return new HubException(
        "%s is not complete in %s (%s), and HF_HUB_OFFLINE forbids to connect."
            .formatted(repo, environment.cache(), missing),
        "Unset HF_HUB_OFFLINE and TRANSFORMERS_OFFLINE, or name a folder that holds the model.");
  }

  HubException badEndpoint() {
    return new HubException(
        "HF_ENDPOINT is %s, which is no address of a server.".formatted(shown(host)),
        "Set it to an address such as https://huggingface.co, or unset it.");
  }

  /// A server said no.
  ///
  /// @param status its answer, 400 or above
  /// @param code what it says of the reason; empty if nothing
  /// @param withToken whether it was shown a token
  /// @param revision which revision was asked for
  HubException refused(int status, String code, boolean withToken, String revision) {
    if (code.equals("GatedRepo")) {
      return gated(withToken);
    }
    return switch (status) {
      case 401 ->
          withToken && !code.equals("RepoNotFound")
              ? badToken()
              : noSuchModel("or only some may see it");
      case 403 -> gated(withToken);
      case 404 ->
          code.equals("RevisionNotFound")
              ? new HubException(
                  "%s has no revision %s on %s.".formatted(repo, shown(revision), host),
                  "Leave “@%s” out, or choose a branch, tag or commit that is there."
                      .formatted(shown(revision)))
              : noSuchModel("at least none that you may see");
      default ->
          new HubException(
              "%s answers with the status %d when asked for %s.".formatted(host, status, repo),
              AGAIN);
    };
  }

  private HubException noSuchModel(String doubt) {
    return new HubException(
        "There is no model %s on %s, %s, nor a folder of that name.".formatted(repo, host, doubt),
        "Compare the spelling (“polyseme models” lists many); for a private model put a token into"
            + " HF_TOKEN or %s.".formatted(environment.tokenFile()));
  }

  private HubException gated(boolean withToken) {
    return new HubException(
        withToken
            ? "%s is gated, and your token does not open it.".formatted(repo)
            : "%s is gated: %s gives it to those only who accept its conditions."
                .formatted(repo, host),
        "Accept them on its page, %s/%s, %s HF_TOKEN or %s."
            .formatted(
                environment.endpoint(),
                repo,
                withToken ? "with the account of the token in" : "then put a token into",
                environment.tokenFile()));
  }

  private HubException badToken() {
    return new HubException(
        "%s does not accept your token.".formatted(host),
        "Put a valid one into HF_TOKEN or %s, or remove it: public models need none."
            .formatted(environment.tokenFile()));
  }

  HubException busy(int status, Duration asked) {
    var wait =
        asked.isZero() ? "" : ", and asks to wait %d min".formatted((asked.toSeconds() + 59) / 60);
    return new HubException(
        status == 429
            ? "%s takes no more requests for now%s.".formatted(host, wait)
            : "%s is not in order (status %d)%s.".formatted(host, status, wait),
        AGAIN);
  }

  HubException unreachable(IOException reason) {
    return new HubException(
        "%s cannot be fetched from %s: %s.".formatted(repo, host, words(reason)),
        "Check the connection and try again; what has arrived is kept. Models that are complete in"
            + " %s need no connection.".formatted(environment.cache()));
  }

  private static String words(IOException reason) {
    return switch (reason) {
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          "nobody knows where that is, so there may be no connection";
      case ConnectException _ -> "it cannot be connected to";
      case HttpTimeoutException _ -> "it does not answer";
      case SSLException e -> "its certificate or encryption is not accepted, " + shown(said(e));
      case IOException e -> "the connection broke off, " + shown(said(e));
    };
  }

  private static String said(IOException e) {
    return Reasons.of(e).replaceAll("[.]+$", "");
  }

  HubException strangeRedirect(URI from) {
    return new HubException(
        "%s sends requests for %s on and on, or to where nothing safe can be."
            .formatted(String.valueOf(from.getHost()), repo),
        "Try again later; if HF_ENDPOINT is set, check it.");
  }

  HubException strangeAnswer(String what) {
    return new HubException(
        "%s answers for %s with something that is no hub's answer: %s.".formatted(host, repo, what),
        "Try again later; something in between, such as a log-in page of a network, may answer in"
            + " its place.");
  }

  HubException wrongLength(String file, long expected, long length) {
    return new HubException(
        "%s sends %s of %s with %,d bytes instead of %,d."
            .formatted(host, file, repo, length, expected),
        "Try again later; something in between, such as a log-in page of a network, may answer in"
            + " its place.");
  }

  HubException wrongDigest(String file) {
    return new HubException(
        "%s of %s arrived twice from %s with content that does not match its digest."
            .formatted(file, repo, host),
        "Nothing of it was kept. Try again later, or from another network.");
  }

  HubException noRoom(long needed, long free) {
    return new HubException(
        "%s needs %s more in %s, where %s are free."
            .formatted(repo, bytes(needed), environment.cache(), bytes(free)),
        "Make room there, or set HF_HUB_CACHE to a folder on a larger disk.");
  }

  HubException cannotWrite(Path file, IOException reason) {
    return new HubException(
        "%s cannot be written: %s.".formatted(file, shown(Reasons.of(file, reason))),
        "Make room there, check that it may be written, or set HF_HUB_CACHE to another folder.");
  }

  HubException lacks(String what) {
    return new HubException(
        "%s on %s %s.".formatted(repo, host, what),
        "Choose a model with config.json, a tokenizer and weights as safetensors, one"
            + " pytorch_model.bin or a final .pth file.");
  }

  /// A size for people.
  static String bytes(long bytes) {
    if (bytes < 100_000) {
      return String.format(Locale.ROOT, "%,d bytes", bytes);
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%,.1f GB", bytes / 1e9);
  }

  /// Foreign text, fit for a message.
  static String shown(String text) {
    var plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }
}
