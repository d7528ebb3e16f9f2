// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32C;
import polyseme.analysis.corpus.Corpus;
import polyseme.analysis.gather.PositionPicker;
import polyseme.analysis.gather.ProfileSample;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.Reasons;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.Workers;

/// Scans a corpus: one pass of the model that answers for all neurons of all layers.
///
/// - Every document is split into tokens by itself. Its tokens are fed in windows that follow each
///   other without gap or overlap; each window begins anew with the beginning-of-text token, whose
///   activations count nowhere. So a token sees at most `contextTokens − 2` tokens of its document
///   before it.
/// - The activations around an extreme end at the border of its window.
/// - An activation that is NaN or infinite ends the scan with neuron and place; nothing is averaged
///   over it.
/// - The result is the same, byte for byte, for any number of workers, as long as the model gives
///   the same numbers for the same batch.
public final class Scanner {

  private static final int USUAL_CONTEXT = 128;

  private Scanner() {}

  /// Scans and writes the result.
  ///
  /// @param model an open model
  /// @param corpus the corpus; read twice, once for its fingerprint
  /// @param options how
  /// @param into folder to make; must not exist, be empty or be that of an older scan, which is
  ///   replaced at the end
  /// @param program name and version of the program, kept with the scan
  /// @param progress told how far it is; cancelling leaves nothing
  /// @return the finished scan, opened; the caller closes it
  /// @throws PolysemeException if the corpus cannot be read, the model cannot do it or the result
  ///   cannot be written; nothing is left then
  public static Scan scan(
      HookedModel model,
      Corpus corpus,
      ScanOptions options,
      Path into,
      String program,
      Progress progress)
      throws PolysemeException {
    var begin = System.nanoTime();
    var shape = shape(model, options);
    try (var folder = ScanFolder.prepare(into)) {
      var source = new Source(program, model, corpus, corpus.fingerprint(progress));
      var pass = new TokenPass(model.tokenizer(), shape);
      try (var tokens = pass.run(corpus, folder.path(), progress)) {
        var workers = workers(shape, tokens);
        var gathered = gather(model, shape, tokens, pass.picker(), progress, workers);
        progress.checkCancelled();
        progress.report("Writing", 0, 0, "bytes");
        var provenance = provenance(source, shape, tokens);
        write(folder, provenance, shape, tokens, gathered);
        writeRun(folder, model, workers, begin);
      }
      folder.commit();
    } catch (IOException failed) {
      throw new OutputException(
          "The scan cannot be written to %s: %s.".formatted(into, Reasons.of(into, failed)),
          "Check that the folder may be written to and the disk has room.");
    }
    return Scans.open(into);
  }

  private static ScanShape shape(HookedModel model, ScanOptions options) throws RequestException {
    var config = model.config();
    var neurons = config.neurons();
    if (neurons.size() == 0) {
      throw new RequestException(
          "The model %s has no MLP neurons to scan.".formatted(model.folder().name()),
          "Scan a model whose blocks have MLPs.");
    }
    var longest = config.dims().nCtx();
    var context = options.contextTokens();
    context = context == 0 ? Math.min(longest, USUAL_CONTEXT) : context;
    var lead = model.tokenizer().bosId() >= 0 ? 1 : 0;
    if (context > longest || context <= lead) {
      throw new RequestException(
          "Windows of %d tokens do not fit this model, whose context has %d."
              .formatted(context, longest),
          "Choose between %d and %d tokens.".formatted(lead + 1, longest));
    }
    var memory = new ScanMemory(neurons.size(), options);
    var threads = memory.workers(threads(options), Runtime.getRuntime().maxMemory());
    var settled = options.withContextTokens(context).withWorkers(threads);
    return new ScanShape(neurons, settled, lead, model.tokenizer().bosId());
  }

  private static int threads(ScanOptions options) {
    return options.workers() == 0 ? Runtime.getRuntime().availableProcessors() : options.workers();
  }

  private static int workers(ScanShape shape, TokenTable tokens) {
    var shards = ShardDealer.count(tokens, shape.capacity(), shape.windowsPerShard());
    return (int) Math.min(shape.options().workers(), shards);
  }

  private static ActivationPass.Gathered gather(
      HookedModel model,
      ScanShape shape,
      TokenTable tokens,
      PositionPicker picker,
      Progress progress,
      int threads)
      throws PolysemeException {
    var neurons = shape.neurons();
    var sample = new ProfileSample(picker.picked(), neurons.nLayers(), neurons.dMlp());
    try (var workers = new Workers(threads)) {
      return new ActivationPass(model, shape, tokens, sample, progress).run(workers);
    }
  }

  /// What a scan is made of.
  private record Source(String program, HookedModel model, Corpus corpus, String fingerprint) {}

  private static ScanProvenance provenance(Source source, ScanShape shape, TokenTable tokens) {
    return new ScanProvenance(
        source.program,
        source.model.folder().name(),
        source.model.folder().path().toString(),
        source.model.folder().digest(),
        source.corpus.name(),
        source.fingerprint,
        BlockSite.POST.path(),
        source.model.processing().text(),
        source.model.tokenizer().bosId() >= 0,
        tokens.documents(),
        tokens.tokens(),
        shape.options());
  }

  private static void write(
      ScanFolder folder,
      ScanProvenance provenance,
      ScanShape shape,
      TokenTable tokens,
      ActivationPass.Gathered gathered)
      throws IOException {
    var json = new ScanJson().write(provenance);
    folder.write(ScanJson.FILE, json);
    var sum = new CRC32C();
    sum.update(json);
    var sums = List.of((int) sum.getValue(), tokens.tokenChecksum(), tokens.documentChecksum());
    var ties = new NeuronFile.Ties(shape.capacity(), tokens.tokens(), tokens.documents(), sums);
    new NeuronFile(shape.neurons(), gathered).write(folder.path(), ties);
  }

  private static void writeRun(ScanFolder folder, HookedModel model, int workers, long begin)
      throws IOException {
    var machine =
        "%d processors, %s %s, Java %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version());
    var run =
        new ScanRun(
            Instant.now(),
            Duration.ofNanos(System.nanoTime() - begin),
            workers,
            model.folder().path().toAbsolutePath().normalize().toString(),
            machine);
    folder.write(ScanJson.RUN_FILE, new ScanJson().write(run));
  }
}
