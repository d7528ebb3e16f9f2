// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import polyseme.analysis.scan.ScanProvenance;

/// What a scan was made of, as JSON.
final class Provenances {

  private Provenances() {}

  static Json json(ScanProvenance made) {
    var options = made.options();
    return Json.object()
        .put("program", made.program())
        .put("model", made.modelName())
        .put("modelPath", made.modelPath())
        .put("modelDigest", made.modelDigest())
        .put("corpus", made.corpusName())
        .put("corpusFingerprint", made.corpusFingerprint())
        .put("hook", made.hook())
        .put("processing", made.processing())
        .put("documents", made.documents())
        .put("tokens", made.tokens())
        .put(
            "options",
            Json.object()
                .put("topK", options.topK())
                .put("contextTokens", options.contextTokens())
                .put("batchRows", options.batchRows())
                .put("profilePositions", options.profilePositions())
                .put("seed", options.seed())
                .put("maxTokens", options.maxTokens())
                .put("workers", options.workers()));
  }
}
