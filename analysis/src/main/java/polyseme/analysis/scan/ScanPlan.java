// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.util.BitSet;
import polyseme.analysis.corpus.Corpus;
import polyseme.analysis.gather.PositionPicker;
import polyseme.engine.HookedModel;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// The beginning of a scan: what it is made of, written down in its [UnfinishedFolder], or compared
/// with what was written there before.
final class ScanPlan {

  private static final String ANEW = "Give it a new name, or begin anew with --restart.";

  private final HookedModel model;
  private final Corpus corpus;
  private final ScanShape shape;
  private final String program;
  private final String fingerprint;

  ScanPlan(HookedModel model, Corpus corpus, ScanShape shape, String program, String fingerprint) {
    this.model = model;
    this.corpus = corpus;
    this.shape = shape;
    this.program = program;
    this.fingerprint = fingerprint;
  }

  /// Reads the corpus into the folder, unless that was done before.
  ///
  /// @throws PolysemeException if the corpus cannot be read or what lies there is of another scan
  TokenTable settle(UnfinishedFolder folder, ScanTarget.Begun begun, Progress progress)
      throws IOException, PolysemeException {
    if (folder.has(ScanJson.FILE) && begun != ScanTarget.Begun.RESTART) {
      if (begun == ScanTarget.Begun.REFUSE) {
        throw new OutputException(
            "There is an unfinished scan in %s.".formatted(folder.path()),
            "Go on with it (--resume) or begin anew (--restart).");
      }
      var tokens = TokenTable.open(folder.path());
      var same = false;
      try {
        checkSame(folder, tokens);
        same = true;
        return tokens;
      } finally {
        if (!same) {
          tokens.close();
        }
      }
    }
    folder.clear();
    new TokenPass(model.tokenizer(), shape).run(corpus, folder.path(), progress);
    var tokens = TokenTable.open(folder.path());
    folder.write(ScanJson.FILE, new ScanJson().write(provenance(tokens)));
    return tokens;
  }

  ScanProvenance provenance(TokenTable tokens) {
    return new ScanProvenance(
        program,
        model.folder().name(),
        model.folder().path().toString(),
        model.folder().digest(),
        corpus.name(),
        fingerprint,
        shape.hooks().getFirst().site().path(),
        model.processing().text(),
        model.tokenizer().bosId() >= 0,
        tokens.documents(),
        tokens.tokens(),
        shape.options());
  }

  private void checkSame(UnfinishedFolder folder, TokenTable tokens) throws PolysemeException {
    var file = folder.path().resolve(ScanJson.FILE);
    var json = new ScanJson();
    var old = json.read(ScanJson.load(file), file, "");
    var now = provenance(tokens);
    check(folder, "the model", old.modelDigest().equals(now.modelDigest()));
    check(folder, "the corpus", old.corpusFingerprint().equals(now.corpusFingerprint()));
    check(folder, "the processing of weights", old.processing().equals(now.processing()));
    check(folder, "the beginning of texts", old.bos() == now.bos());
    check(folder, "the program's version", old.program().equals(now.program()));
    check(folder, "the settings", settings(old.options()).equals(settings(now.options())));
  }

  private static ScanOptions settings(ScanOptions options) {
    return options.withWorkers(0);
  }

  private static void check(UnfinishedFolder folder, String what, boolean same)
      throws OutputException {
    if (!same) {
      throw new OutputException(
          "The scan in %s cannot go on: %s changed since it was begun."
              .formatted(folder.path(), what),
          ANEW);
    }
  }

  /// Positions shared by all neurons: chosen over all tokens that count and may be sampled.
  static PositionPicker places(ScanShape shape, TokenTable tokens) {
    var options = shape.options();
    var picker = new PositionPicker(options.seed(), options.profilePositions());
    for (var document = 0; document < tokens.documents(); document++) {
      if (!tokens.repeats(document)) {
        var end = tokens.length(document) - options.policy().skipLast();
        for (var at = options.policy().skipFirst(); at < end; at++) {
          picker.offer(document, at);
        }
      }
    }
    return picker;
  }

  /// The shards of a part: those that follow each other, so that their moments fold well.
  static BitSet shards(UnitPlan plan, ScanTarget target) {
    var shards = new BitSet();
    shards.set(
        (int) ((long) plan.shards() * target.part() / target.parts()),
        (int) ((long) plan.shards() * (target.part() + 1) / target.parts()));
    return shards;
  }
}
