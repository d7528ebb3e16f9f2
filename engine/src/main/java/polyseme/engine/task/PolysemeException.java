// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.task;

/// A failure that people should read: what happened, and what to do about it.
public abstract sealed class PolysemeException extends Exception
    permits CheckpointException,
        CorpusException,
        EngineUnavailableException,
        HubException,
        OutputException,
        RequestException,
        StoreException,
        TokenizerException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  /// Made where the failure is noticed.
  ///
  /// @param what one sentence: what happened, and where
  /// @param remedy one sentence: what to do
  protected PolysemeException(String what, String remedy) {
    super(what);
    this.remedy = remedy;
  }

  /// The sentence that says what happened, never null.
  ///
  /// @return what happened
  public String what() {
    return String.valueOf(getMessage());
  }

  /// The sentence that says what to do.
  ///
  /// @return what to do
  public String remedy() {
    return remedy;
  }
}
