// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.file.Path;
import polyseme.analysis.corpus.Corpus;
import polyseme.engine.HookedModel;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Reasons;
import polyseme.engine.task.RequestException;

/// Scans a corpus: one pass of the model that answers for all neurons.
///
/// - Every document is split into tokens by itself. Its tokens are fed in windows; each begins anew
///   with the beginning-of-text token, whose activations count nowhere. Every token counts once.
/// - The activations around an extreme end at the border of its window.
/// - An activation that is NaN or infinite ends the scan with neuron and place; nothing is averaged
///   over it.
/// - The result is the same, byte for byte, for any number of workers, parts and interruptions, as
///   long as the model gives the same numbers for the same batch.
public final class Scanner {

  private Scanner() {}

  /// Scans and writes the result.
  ///
  /// Until it is done, it grows in a folder beside: the name with `.unfinished` at its end. Stopped
  /// in the middle, by a cancel, an error or the end of the program, that folder stays, and the
  /// same call that resumes goes on with it; at most the shards being worked on are done again.
  ///
  /// @param model an open model
  /// @param corpus the corpus; read once for its fingerprint, and once more when the scan begins
  /// @param options how
  /// @param target where to, and which part
  /// @param program name and version of the program, kept with the scan
  /// @param progress told how far it is
  /// @throws PolysemeException if the corpus cannot be read, the model cannot do it or the result
  ///   cannot be written
  public static void scan(
      HookedModel model,
      Corpus corpus,
      ScanOptions options,
      ScanTarget target,
      String program,
      Progress progress)
      throws PolysemeException {
    var begin = System.nanoTime();
    var shape = settled(ScanShape.of(model, options));
    var into = target.into();
    try {
      ScanFolder.check(into);
      var fingerprint = corpus.fingerprint(progress);
      try (var folder = UnfinishedFolder.open(into)) {
        var plan = new ScanPlan(model, corpus, shape, program, fingerprint);
        try (var tokens = plan.settle(folder, target.begun(), progress)) {
          new ScanMaking(model, shape, tokens, folder, progress).run(target, begin);
        } catch (RequestException impossible) {
          folder.delete(); // going on would end in the same way
          throw impossible;
        }
      }
    } catch (IOException failed) {
      throw unwritable(into, failed);
    }
  }

  /// Scans the whole corpus and opens the result; one begun before is refused.
  ///
  /// @param model an open model
  /// @param corpus the corpus
  /// @param options how
  /// @param into folder to make
  /// @param program name and version of the program, kept with the scan
  /// @param progress told how far it is
  /// @return the finished scan, opened; the caller closes it
  /// @throws PolysemeException as [#scan(HookedModel, Corpus, ScanOptions, ScanTarget, String,
  ///   Progress)]
  public static Scan scan(
      HookedModel model,
      Corpus corpus,
      ScanOptions options,
      Path into,
      String program,
      Progress progress)
      throws PolysemeException {
    scan(model, corpus, options, ScanTarget.of(into), program, progress);
    return Scans.open(into);
  }

  /// Where a scan grows until it is done.
  ///
  /// @param into folder of the scan
  /// @return the folder beside it
  public static Path unfinished(Path into) {
    return UnfinishedFolder.of(into);
  }

  /// Throws away what an unfinished scan left; does nothing if there is none.
  ///
  /// @param into folder of the scan
  /// @throws OutputException if it cannot be removed or is being worked on
  public static void discard(Path into) throws OutputException {
    try {
      UnfinishedFolder.discard(into);
    } catch (IOException failed) {
      throw unwritable(into, failed);
    }
  }

  private static ScanShape settled(ScanShape shape) throws PolysemeException {
    var wanted = shape.options().workers();
    var threads = wanted == 0 ? Runtime.getRuntime().availableProcessors() : wanted;
    var memory = new ScanMemory(shape.neurons(), shape.options());
    return shape.withWorkers(memory.workers(threads, Runtime.getRuntime().maxMemory()));
  }

  static OutputException unwritable(Path into, IOException failed) {
    return new OutputException(
        "The scan cannot be written to %s: %s.".formatted(into, Reasons.of(into, failed)),
        "Check that the folder may be written to and the disk has room.");
  }
}
