// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import polyseme.engine.model.NeuronIndex;

/// What a scan needs to know of its model and settings.
///
/// @param neurons the neurons
/// @param options with all defaults filled in
/// @param lead 1 if the model begins every text with a token of its own, else 0
/// @param bosId that token
record ScanShape(NeuronIndex neurons, ScanOptions options, int lead, int bosId) {

  /// Full batches that make a shard.
  private static final int SHARD_BATCHES = 8;

  /// Tokens of a document that fit a window.
  int capacity() {
    return options.contextTokens() - lead;
  }

  int windowsPerShard() {
    return SHARD_BATCHES * options.batchRows();
  }
}
