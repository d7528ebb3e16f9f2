// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.util.List;

/// What a reading passed over because it could not be read.
///
/// @param count how many documents; the rest of a damaged file counts as one
/// @param first a sentence about each of the first 20
public record SkippedDocuments(long count, List<String> first) {

  /// Nothing was passed over.
  public static final SkippedDocuments NONE = new SkippedDocuments(0, List.of());

  /// Most that are listed.
  static final int LISTED = 20;

  /// Keeps the list unchangeable.
  public SkippedDocuments {
    first = List.copyOf(first);
  }
}
