// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

/// How commands end.
public final class ExitCode {

  /// Done.
  public static final int DONE = 0;

  /// A file, a model or a wish of the user cannot be dealt with.
  public static final int USER = 1;

  /// The command was typed in a way it does not understand.
  public static final int USAGE = 2;

  /// A mistake of the program.
  public static final int BUG = 3;

  /// Stopped by Ctrl+C; shells expect 128 + SIGINT.
  public static final int STOPPED = 130;

  private ExitCode() {}
}
