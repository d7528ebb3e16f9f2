// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

import java.util.Locale;

/// What the files of a corpus hold.
public enum FileKind {
  /// One text.
  TEXT(".txt"),
  /// One JSON object a line, each a document.
  JSONL(".jsonl"),
  /// A table with commas, its first line the names of the columns, each further row a document.
  CSV(".csv"),
  /// The same with tabulators.
  TSV(".tsv");

  private final String suffix;

  FileKind(String suffix) {
    this.suffix = suffix;
  }

  /// How the names of such files end.
  ///
  /// @return the ending, with its dot
  public String suffix() {
    return suffix;
  }

  /// What people call it.
  ///
  /// @return lower-case letters, as on the command line
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What a file of this name holds: a text unless the ending says otherwise. `.gz` and `.zst` at
  /// the end are left out of account.
  static FileKind of(String name) {
    var inner = Packing.of(name).inner(name).toLowerCase(Locale.ROOT);
    if (inner.endsWith(".ndjson")) {
      return JSONL;
    }
    for (var kind : values()) {
      if (inner.endsWith(kind.suffix)) {
        return kind;
      }
    }
    return TEXT;
  }

  boolean isTable() {
    return this == CSV || this == TSV;
  }
}
