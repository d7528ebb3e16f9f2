// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.Progress;

/// What a server sends, piece by piece, fetched only as fast as it is taken. Unlike a stream, it
/// notices at any moment that somebody cancels or that nothing comes any more.
final class Body implements Subscriber<List<ByteBuffer>>, AutoCloseable {

  private sealed interface Piece {
    record Data(List<ByteBuffer> buffers) implements Piece {}

    record End() implements Piece {}

    record Broken(Throwable reason) implements Piece {}
  }

  private final BlockingQueue<Piece> arrived = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();

  Body(Publisher<List<ByteBuffer>> publisher) {
    publisher.subscribe(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription.set(given);
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> data) {
    arrived.add(new Piece.Data(data));
  }

  @Override
  public void onError(Throwable reason) {
    arrived.add(new Piece.Broken(reason));
  }

  @Override
  public void onComplete() {
    arrived.add(new Piece.End());
  }

  /// The next bytes.
  ///
  /// @param silence how long to wait for them
  /// @param progress asked whether to go on
  /// @return at least one byte, null at the end
  /// @throws IOException if the connection broke or nothing came for too long
  @Nullable ByteBuffer next(Duration silence, Progress progress) throws IOException {
    progress.checkCancelled();
    while (buffers.isEmpty()) {
      var piece =
          Waiting.poll(
              time -> arrived.poll(time.toMillis(), TimeUnit.MILLISECONDS), silence, progress);
      switch (piece) {
        case null -> throw new HttpTimeoutException("nothing arrived any more");
        case Piece.Data(var data) -> take(data);
        case Piece.End _ -> {
          arrived.add(piece); // stays the end, however often it is asked
          return null;
        }
        case Piece.Broken(var reason) ->
            throw reason instanceof IOException io ? io : new IOException(reason);
      }
    }
    return buffers.removeFirst();
  }

  private void take(List<ByteBuffer> data) {
    data.stream().filter(ByteBuffer::hasRemaining).forEach(buffers::add);
    var given = subscription.get();
    if (given != null) {
      given.request(1);
    }
  }

  @Override
  public void close() {
    var given = subscription.get();
    if (given != null) {
      given.cancel();
    }
  }
}
