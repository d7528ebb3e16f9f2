// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import polyseme.engine.model.ModelConfig;

/// The model of a bench of the scan, and how long it is run.
///
/// @param config the model
/// @param warmUp passes before anything is measured, until the samples of all neurons are full and
///   seldom change
/// @param pairs passes of either kind that are measured
record ScanPasses(ModelConfig config, int warmUp, int pairs) {

  /// Batches that differ.
  static final int DISTINCT = 16;

  /// Tokens of the corpus that a scan is thought to read.
  static final long CORPUS = 10_000_000;
}
