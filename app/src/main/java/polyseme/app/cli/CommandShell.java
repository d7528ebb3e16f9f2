// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;

/// Runs what was typed.
public final class CommandShell {

  private static final int WIDTH = 100;

  private final Context context;

  /// Prepares the commands.
  ///
  /// @param services what they work with
  /// @param console where they print
  /// @param stopped whether somebody pressed Ctrl+C
  public CommandShell(Services services, Console console, BooleanSupplier stopped) {
    this.context = new Context(services, console, stopped);
  }

  /// Runs one command.
  ///
  /// @param args what was typed after the program's name
  /// @return an [ExitCode]
  // decision: errors of the virtual machine end in a sentence, too
  public int run(String... args) {
    var failures = new Failures(context.services(), context.console());
    try {
      return line(failures).execute(args);
    } catch (LinkageError | OutOfMemoryError | StackOverflowError error) {
      return failures.handle(error, Arrays.asList(args).contains("--json"));
    } finally {
      context.console().out().flush();
      context.console().err().flush();
    }
  }

  private CommandLine line(Failures failures) {
    return new CommandLine(new RootCommand(context))
        .addSubcommand(new InfoCommand(context))
        .addSubcommand(new HooksCommand(context))
        .addSubcommand(new VerifyCommand(context))
        .addSubcommand(new ModelsCommand(context))
        .addSubcommand(new RunCommand(context))
        .addSubcommand(new HeatmapCommand(context))
        .addSubcommand(new ScanCommand(context))
        .addSubcommand(new MergeCommand(context))
        .addSubcommand(new NeuronCommand(context))
        .addSubcommand(new FiresCommand(context))
        .addSubcommand(new PromotesCommand(context))
        .addSubcommand(new StatsCommand(context))
        .addSubcommand(new ColumnsCommand(context))
        .addSubcommand(new SearchCommand(context))
        .addSubcommand(new CompareScansCommand(context))
        .addSubcommand(new ExportCommand(context))
        .addSubcommand(new ExamplesCommand(context))
        .addSubcommand(new MapCommand(context))
        .addSubcommand(new ClusterCommand(context))
        .addSubcommand(new DemoCommand(context))
        .addSubcommand(new ScreensCommand(context))
        .addSubcommand(new BenchCommand(context))
        .addSubcommand(new CacheCommand(context))
        .setOut(context.console().out())
        .setErr(context.console().err())
        .setUsageHelpWidth(WIDTH)
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(false)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
  }
}
