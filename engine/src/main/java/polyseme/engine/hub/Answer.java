// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow.Publisher;
import java.util.regex.Pattern;

/// What a server answered; its body has not been read yet.
///
/// @param uri who was asked
/// @param response status and header
/// @param body the body, to be closed
record Answer(URI uri, HttpResponse<Publisher<List<ByteBuffer>>> response, Body body)
    implements AutoCloseable {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final Pattern RESET = Pattern.compile("(?:^|;)\\s*t=(\\d{1,9})(?:;|$)");
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/.*");

  int status() {
    return response.statusCode();
  }

  /// One line of the header, empty if it is not there.
  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /// Where the server says the thing is, empty if here.
  Optional<String> redirect() {
    var location = header("Location");
    return status() >= 301 && status() <= 308 && status() != 304 && !location.isEmpty()
        ? Optional.of(location)
        : Optional.empty();
  }

  /// A number in the header, −1 if it is not there.
  long number(String name) {
    var text = header(name).strip();
    return NUMBER.matcher(text).matches() ? Long.parseLong(text) : -1;
  }

  /// The first byte a partial answer gives, −1 if it does not say.
  long rangeStart() {
    var range = RANGE.matcher(header("Content-Range").strip());
    return range.matches() ? Long.parseLong(range.group(1)) : -1;
  }

  /// How long a busy server asks to be left alone, zero if it does not say.
  Duration retryAfter(Instant now) {
    var seconds = number("Retry-After");
    if (seconds >= 0) {
      return Duration.ofSeconds(seconds);
    }
    try {
      var date = header("Retry-After");
      if (!date.isEmpty()) {
        var until = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
      }
    } catch (DateTimeException _) {
      return Duration.ZERO;
    }
    var reset = RESET.matcher(header("RateLimit"));
    return reset.find() ? Duration.ofSeconds(Long.parseLong(reset.group(1))) : Duration.ZERO;
  }

  @Override
  public void close() {
    body.close();
  }
}
