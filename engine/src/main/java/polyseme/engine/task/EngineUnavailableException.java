// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.task;

/// The native engine cannot be started on this machine.
public final class EngineUnavailableException extends PolysemeException {

  private static final long serialVersionUID = 1L;

  /// Made where the failure is noticed.
  ///
  /// @param what one sentence: what happened, and where
  /// @param remedy one sentence: what to do
  public EngineUnavailableException(String what, String remedy) {
    super(what, remedy);
  }
}
