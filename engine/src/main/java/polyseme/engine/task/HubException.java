// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.task;

/// A model cannot be found by its name or fetched.
public final class HubException extends PolysemeException {

  private static final long serialVersionUID = 1L;

  /// Made where the failure is noticed.
  ///
  /// @param what one sentence: what happened, and where
  /// @param remedy one sentence: what to do
  public HubException(String what, String remedy) {
    super(what, remedy);
  }
}
