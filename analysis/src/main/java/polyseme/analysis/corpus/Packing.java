// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.util.Locale;

/// How a file is compressed, which its name tells.
enum Packing {
  NONE(""),
  GZIP(".gz"),
  ZSTD(".zst");

  private final String suffix;

  Packing(String suffix) {
    this.suffix = suffix;
  }

  static Packing of(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(GZIP.suffix) ? GZIP : lower.endsWith(ZSTD.suffix) ? ZSTD : NONE;
  }

  /// By the first bytes of a stream that has no name.
  static Packing of(byte[] begin) {
    if (begin.length >= 2 && begin[0] == 0x1F && begin[1] == (byte) 0x8B) {
      return GZIP;
    }
    var zstd =
        begin.length >= 4
            && begin[0] == 0x28
            && begin[1] == (byte) 0xB5
            && begin[2] == 0x2F
            && begin[3] == (byte) 0xFD;
    return zstd ? ZSTD : NONE;
  }

  String suffix() {
    return suffix;
  }

  /// The name without this ending.
  String inner(String name) {
    return name.substring(0, name.length() - suffix.length());
  }
}
