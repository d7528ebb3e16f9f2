// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.util.Map;

/// One text of a corpus.
///
/// @param id what the corpus calls it, or file name and number
/// @param text the text, line ends as `\n`
/// @param labels other text fields of its record, such as `topic` and `lang`
public record Document(String id, String text, Map<String, String> labels) {

  /// Keeps the labels unchangeable.
  public Document {
    labels = Map.copyOf(labels);
  }
}
