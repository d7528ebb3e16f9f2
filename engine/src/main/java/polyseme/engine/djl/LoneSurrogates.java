// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

/// Halves of characters, which Java's strings can hold and UTF-8 cannot.
final class LoneSurrogates {

  private LoneSurrogates() {}

  /// Puts U+FFFD in the place of each half character, so that no position moves.
  ///
  /// @param text any text
  /// @return the same text if it is whole
  static String replaced(String text) {
    StringBuilder mended = null;
    for (var i = 0; i < text.length(); i++) {
      if (!Character.isSurrogate(text.charAt(i))) {
        continue;
      }
      if (Character.isSurrogate(text.charAt(i)) && Character.charCount(text.codePointAt(i)) == 2) {
        i++;
        continue;
      }
      mended = mended == null ? new StringBuilder(text) : mended;
      mended.setCharAt(i, '\uFFFD');
    }
    return mended == null ? text : mended.toString();
  }
}
