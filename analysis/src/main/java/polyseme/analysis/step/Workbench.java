// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import polyseme.analysis.ask.TextAnswers;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.corpus.Corpus;
import polyseme.analysis.corpus.FileCorpus;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.analysis.parity.ParityBadge;
import polyseme.analysis.projection.Embedding2D;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanOptions;
import polyseme.analysis.scan.ScanTarget;
import polyseme.analysis.scan.Scanner;
import polyseme.analysis.space.FeatureSpace;
import polyseme.engine.HookedModel;
import polyseme.engine.OpenOptions;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.parity.ParityReport;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.text.TokenizedText;

/// What Polyseme can do, once: window and command line both call this. Every method may take long
/// and belongs on a thread that may wait.
public interface Workbench {

  /// Opens a model folder.
  ///
  /// @param folder the folder
  /// @param progress told about the loading
  /// @return the model; the caller closes it
  /// @throws PolysemeException if it cannot be opened, with the reason
  default HookedModel openModel(Path folder, Progress progress) throws PolysemeException {
    return openModel(folder, OpenOptions.defaults(), progress);
  }

  /// Opens a model folder. A tokenizer that was never used here is tried out first, in a process of
  /// its own.
  ///
  /// @param folder the folder
  /// @param options how
  /// @param progress told about the loading
  /// @return the model; the caller closes it
  /// @throws PolysemeException if it cannot be opened, with the reason
  HookedModel openModel(Path folder, OpenOptions options, Progress progress)
      throws PolysemeException;

  /// Opens the model that a scan was made of, processed and with texts begun as it was then.
  ///
  /// @param scan the scan
  /// @param progress told about the loading
  /// @return the model; the caller closes it
  /// @throws PolysemeException if it is no longer where it was, its files have changed, or it
  ///   cannot be opened
  default HookedModel openModelOf(Scan scan, Progress progress) throws PolysemeException {
    return ScannedModel.open(this, scan, progress);
  }

  /// Compares a model with the numbers of a reference.
  ///
  /// @param model an open model
  /// @param reference a safetensors file of tensors called `TEXT/HOOK` and `TEXT/logits`
  /// @param tokens a JSON file with the token numbers of each text
  /// @param tolerance the largest error that counts as agreement
  /// @param progress told how far it is, in texts
  /// @return what was found
  /// @throws PolysemeException if a file is missing, damaged or does not fit the model
  ParityReport verify(
      HookedModel model, Path reference, Path tokens, double tolerance, Progress progress)
      throws PolysemeException;

  /// Keeps the result of a comparison, good or bad, for [#parity].
  ///
  /// @param model the model compared
  /// @param report what was found
  /// @throws PolysemeException if it cannot be kept
  void remember(HookedModel model, ParityReport report) throws PolysemeException;

  /// What is known of a model's agreement with a reference. Quick: reads a few small files.
  ///
  /// @param modelDigest SHA-256 of the model's files
  /// @param processing weight processing
  /// @return what to show beside its numbers
  ParityBadge parity(String modelDigest, String processing);

  /// Scans a corpus and keeps the result, or a part of it. Stopped in the middle, it can be
  /// resumed.
  ///
  /// @param model an open model
  /// @param corpus the corpus
  /// @param options how
  /// @param target where to, and which part
  /// @param progress told how far it is, in tokens; cancels between batches
  /// @throws PolysemeException if something cannot be read or written
  void scan(
      HookedModel model, Corpus corpus, ScanOptions options, ScanTarget target, Progress progress)
      throws PolysemeException;

  /// Scans a corpus, going on with what was begun before, and opens the result.
  ///
  /// @param model an open model
  /// @param corpus what to read
  /// @param options how
  /// @param into folder to make; must not exist or be an older scan
  /// @param progress told how far it is, in tokens; cancels between batches
  /// @return the finished scan, opened; the caller closes it
  /// @throws PolysemeException if something cannot be read or written
  Scan scan(HookedModel model, Corpus corpus, ScanOptions options, Path into, Progress progress)
      throws PolysemeException;

  /// Scans files in the usual way and keeps the result.
  ///
  /// @param model an open model
  /// @param corpus text files, folders, JSONL files, tables
  /// @param options how
  /// @param into folder to make; must not exist or be an older scan
  /// @param progress told how far it is, in tokens; cancels between batches
  /// @return the finished scan, opened; the caller closes it
  /// @throws PolysemeException if something cannot be read or written
  default Scan scan(
      HookedModel model, List<Path> corpus, ScanOptions options, Path into, Progress progress)
      throws PolysemeException {
    return scan(model, FileCorpus.of(corpus), options, into, progress);
  }

  /// Opens a finished scan.
  ///
  /// @param folder its folder
  /// @return the scan; the caller closes it
  /// @throws PolysemeException if it is no scan or is damaged
  Scan openScan(Path folder) throws PolysemeException;

  /// Opens the finished scan of the demo that comes with the program; makes it first if this is the
  /// first time.
  ///
  /// @param progress told how far it is
  /// @return the scan; the caller closes it
  /// @throws PolysemeException if the demo cannot be unpacked, scanned or read
  Scan openDemoScan(Progress progress) throws PolysemeException;

  /// One unit's activations over a text.
  ///
  /// @param model an open model
  /// @param unit the unit
  /// @param text any text that fits the context
  /// @return the heat map, its range symmetric about 0
  /// @throws PolysemeException if the unit does not exist or the text is too long
  TokenHeatmap heatmap(HookedModel model, UnitAddress unit, String text) throws PolysemeException;

  /// One unit's activations over the tokens of a text.
  ///
  /// @param model an open model
  /// @param unit the unit
  /// @param tokens tokens that the model's tokenizer made
  /// @return the heat map, its range symmetric about 0
  /// @throws PolysemeException if the unit does not exist or the text is too long
  TokenHeatmap heatmap(HookedModel model, UnitAddress unit, TokenizedText tokens)
      throws PolysemeException;

  /// The neurons that answer to a text, each judged against what the scan saw of it.
  ///
  /// @param model an open model
  /// @param scan a scan of it
  /// @param text any text that fits the context
  /// @param top how many neurons at most at either end
  /// @return the neurons at both ends, and the text as the model read it
  /// @throws PolysemeException if the text is empty or too long, or the scan is damaged
  default TextAnswers answers(HookedModel model, Scan scan, String text, int top)
      throws PolysemeException {
    return TextAnswers.of(model, scan, text, top);
  }

  /// Throws away what an unfinished scan left; does nothing if there is none.
  ///
  /// @param into folder of the scan
  /// @throws PolysemeException if it cannot be removed or is being worked on
  default void discardScan(Path into) throws PolysemeException {
    Scanner.discard(into);
  }

  /// Whether a scan was begun and can be gone on with.
  ///
  /// @param into folder of the scan
  /// @return true if something of it is kept
  default boolean hasUnfinished(Path into) {
    return Files.isDirectory(Scanner.unfinished(into));
  }

  /// Puts a scan's neurons on a plane.
  ///
  /// @param scan the scan
  /// @param space what the points are; weights are read from the scan's model folder
  /// @param seed kept with the result
  /// @param progress told how far it is
  /// @return the map
  /// @throws PolysemeException if scan or model cannot be read
  Embedding2D project(Scan scan, FeatureSpace space, long seed, Progress progress)
      throws PolysemeException;

  /// Groups a scan's neurons.
  ///
  /// @param scan the scan
  /// @param space what the points are
  /// @param k how many groups
  /// @param seed kept with the result
  /// @param progress told how far it is
  /// @return the groups
  /// @throws PolysemeException if scan or model cannot be read
  Clustering cluster(Scan scan, FeatureSpace space, int k, long seed, Progress progress)
      throws PolysemeException;

  /// Names clusters by the tokens at which their neurons peak, those first that other clusters peak
  /// at least.
  ///
  /// @param scan the scan
  /// @param clustering its groups
  /// @param progress told how far it is
  /// @return a short name for each cluster, by number
  /// @throws PolysemeException if the scan is damaged
  List<String> clusterNames(Scan scan, Clustering clustering, Progress progress)
      throws PolysemeException;

  /// Neurons worth seeing first: seldom but strongly active, with highest examples at unrelated
  /// tokens. The same scan always gives the same ones.
  ///
  /// @param scan the scan
  /// @param most how many at most
  /// @param progress told how far it is
  /// @return the best first
  /// @throws PolysemeException if the scan is damaged
  List<NeuronId> worthSeeing(Scan scan, int most, Progress progress) throws PolysemeException;
}
