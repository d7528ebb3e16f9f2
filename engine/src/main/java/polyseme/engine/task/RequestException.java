// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.task;

/// The model has nothing of the kind that was asked for: no such layer, hook or neuron.
public final class RequestException extends PolysemeException {

  private static final long serialVersionUID = 1L;

  /// Made where the failure is noticed.
  ///
  /// @param what one sentence: what happened, and where
  /// @param remedy one sentence: what to do
  public RequestException(String what, String remedy) {
    super(what, remedy);
  }
}
