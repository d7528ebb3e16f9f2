// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

/// Which tokens of a corpus count, and with how much before them; part of a scan's provenance.
///
/// Documents are never joined: a window holds tokens of one document only.
///
/// @param stride tokens from the beginning of one window of a document to that of the next; 0 for
///   windows that follow each other without overlap. With overlap, a token counts in the first
///   window that holds it
/// @param skipFirst tokens at the beginning of every document that do not count
/// @param skipLast tokens at the end of every document that do not count
/// @param duplicatesOnce whether documents that nearly repeat an earlier one are left out of the
///   samples; statistics count them all the same
public record ScanPolicy(int stride, int skipFirst, int skipLast, boolean duplicatesOnce) {

  /// Refuses numbers without sense.
  public ScanPolicy {
    if (stride < 0 || skipFirst < 0 || skipLast < 0) {
      throw new IllegalArgumentException(
          "stride %d, skipped %d and %d".formatted(stride, skipFirst, skipLast));
    }
  }

  /// Windows without overlap, all tokens, near duplicates sampled once.
  ///
  /// @return the defaults
  public static ScanPolicy defaults() {
    return new ScanPolicy(0, 0, 0, true);
  }

  /// Scans of version 1: nothing skipped, nothing found to be a duplicate.
  ///
  /// @return what they did
  static ScanPolicy older() {
    return new ScanPolicy(0, 0, 0, false);
  }
}
