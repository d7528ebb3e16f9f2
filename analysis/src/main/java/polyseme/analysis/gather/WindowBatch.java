// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.List;
import polyseme.engine.hook.TokenBatch;

/// Windows fed to the model side by side.
///
/// @param tokens what the model sees
/// @param windows which part of which document each row is
/// @param lead tokens before the window's own in every row: 1 with a beginning-of-text token, else
///   0
public record WindowBatch(TokenBatch tokens, List<Window> windows, int lead) {

  /// Tokens that count.
  ///
  /// @return their number
  public int tokenCount() {
    return windows.stream().mapToInt(Window::counted).sum();
  }
}
