// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.CorpusException;
import polyseme.engine.task.EngineUnavailableException;
import polyseme.engine.task.HubException;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.StoreException;
import polyseme.engine.task.TokenizerException;

/// Turns failures into sentences; the only place in the window that does.
public final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /// What to tell people of a failure. One that is the program's own mistake is logged.
  ///
  /// @param failure what was thrown
  /// @return the sentences
  public static Problem of(Throwable failure) {
    if (failure instanceof PolysemeException known) {
      return switch (known) {
        case CheckpointException e -> expected(e);
        case CorpusException e -> expected(e);
        case EngineUnavailableException e -> expected(e);
        case HubException e -> expected(e);
        case OutputException e -> expected(e);
        case RequestException e -> expected(e);
        case StoreException e -> expected(e);
        case TokenizerException e -> expected(e);
      };
    }
    if (failure instanceof OutOfMemoryError) {
      LOG.error("out of memory", failure);
      return new Problem(
          "There is not enough memory for this.",
          "Choose a smaller model or corpus, or close other programs.",
          true);
    }
    LOG.error("unexpected failure", failure);
    return new Problem(
        "Something unexpected happened: %s.".formatted(shortText(failure)),
        "What was open is still there. The log file has the details; please report it.",
        false);
  }

  private static Problem expected(PolysemeException failure) {
    return new Problem(failure.what(), failure.remedy(), true);
  }

  private static String shortText(Throwable failure) {
    var message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
