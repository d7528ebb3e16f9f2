// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

/// What becomes of a document that cannot be read.
public enum BadText {
  /// It ends the reading.
  FAIL,
  /// It is passed over, counted and listed.
  SKIP
}
