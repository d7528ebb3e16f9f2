// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.Map;

/// A document of a scanned corpus, without its text.
///
/// @param id what the corpus calls it
/// @param tokens how many tokens it has, beginning-of-text tokens left out
/// @param labels other text fields of its record
/// @param original number of the earlier document that it nearly repeats; −1 if none
public record ScannedDocument(String id, int tokens, Map<String, String> labels, int original) {

  /// Keeps the labels unchangeable.
  public ScannedDocument {
    labels = Map.copyOf(labels);
  }
}
