// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.corpus;

/// One document of a file cannot be read; the next one may be.
final class BadRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  BadRecordException(String what, String remedy) {
    super(what);
    this.remedy = remedy;
  }

  String what() {
    return String.valueOf(getMessage());
  }

  String remedy() {
    return remedy;
  }
}
