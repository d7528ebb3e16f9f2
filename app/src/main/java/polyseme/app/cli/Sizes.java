// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.Locale;

/// Sizes of files for people.
final class Sizes {

  private static final long LARGE = 100_000;
  private static final long HUGE = 1_000_000_000;

  private Sizes() {}

  static String shown(long bytes) {
    if (bytes < LARGE) {
      return String.format(Locale.ROOT, "%,d bytes", bytes);
    }
    return bytes < HUGE
        ? String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%,.1f GB", bytes / 1e9);
  }
}
