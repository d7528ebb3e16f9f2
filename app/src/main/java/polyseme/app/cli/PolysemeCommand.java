// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import polyseme.analysis.step.Workbench;
import polyseme.engine.task.PolysemeException;

/// What all commands have in common.
abstract class PolysemeCommand implements Callable<Integer> {

  private final Context context;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print no progress.")
  private boolean quiet;

  PolysemeCommand(Context context) {
    this.context = context;
  }

  /// Does what the command is for.
  ///
  /// @throws PolysemeException if it cannot, for a reason that people can do something about
  abstract void run() throws PolysemeException;

  @Override
  public final Integer call() throws PolysemeException {
    run();
    return exitCode();
  }

  /// How a command ends that did what it is for.
  int exitCode() {
    return ExitCode.DONE;
  }

  final Workbench workbench() {
    return context.services().workbench().get();
  }

  final Services services() {
    return context.services();
  }

  final Console console() {
    return context.console();
  }

  final boolean json() {
    return json;
  }

  final CommandSpec spec() {
    return spec;
  }

  /// Progress on stderr; to be cleared before anything else is printed.
  final TerminalProgress progress() {
    return new TerminalProgress(console().err(), console().live(), !quiet, context.stopped());
  }

  final void print(String line) {
    console().out().println(line);
  }

  /// A mistake in how the command was typed.
  final ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
