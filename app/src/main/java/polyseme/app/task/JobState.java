// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.task;

/// How a job stands. Views switch over all five, so that none is forgotten.
///
/// @param <T> what the job gives
public sealed interface JobState<T> {

  /// Started, but its thread is still busy with something else.
  ///
  /// @param <T> what the job gives
  record Waiting<T>() implements JobState<T> {}

  /// At work.
  ///
  /// @param <T> what the job gives
  /// @param progress how far it is
  record Running<T>(JobProgress progress) implements JobState<T> {}

  /// Finished.
  ///
  /// @param <T> what the job gives
  /// @param result what it gave
  record Done<T>(T result) implements JobState<T> {}

  /// Failed.
  ///
  /// @param <T> what the job gives
  /// @param cause why
  record Failed<T>(Throwable cause) implements JobState<T> {}

  /// Stopped because somebody asked for it or a newer job took its place; no error.
  ///
  /// @param <T> what the job gives
  record Cancelled<T>() implements JobState<T> {}

  /// Whether nothing more will come.
  ///
  /// @return true once done, failed or cancelled
  default boolean ended() {
    return switch (this) {
      case Waiting<T>(), Running<T>(_) -> false;
      case Done<T>(_), Failed<T>(_), Cancelled<T>() -> true;
    };
  }
}
