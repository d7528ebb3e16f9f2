// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.task;

/// Texts cannot be read.
public final class CorpusException extends PolysemeException {

  private static final long serialVersionUID = 1L;

  /// Made where the failure is noticed.
  ///
  /// @param what one sentence: what happened, and where
  /// @param remedy one sentence: what to do
  public CorpusException(String what, String remedy) {
    super(what, remedy);
  }
}
