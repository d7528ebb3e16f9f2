// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// A stretch of a document that is fed to the model at once.
///
/// @param document number of the document, from 0
/// @param first its first token's place in the document
/// @param length how many tokens of the document, the beginning-of-text token not counted
/// @param from the first token of the window that counts; those before only give context
/// @param to behind the last token that counts
/// @param sampled whether samples may take from it: not if the document nearly repeats an earlier
///   one
public record Window(int document, int first, int length, int from, int to, boolean sampled) {

  /// Refuses windows without sense.
  public Window {
    if (first < 0 || from < 0 || to < from || length < to) {
      throw new IllegalArgumentException(
          "window at %d of %d tokens, counted %d to %d".formatted(first, length, from, to));
    }
  }

  /// A window all of whose tokens count.
  ///
  /// @param document number of the document, from 0
  /// @param first its first token's place in the document
  /// @param length how many tokens
  /// @return the window
  public static Window whole(int document, int first, int length) {
    return new Window(document, first, length, 0, length, true);
  }

  /// Tokens that count.
  ///
  /// @return `to − from`
  public int counted() {
    return to - from;
  }
}
