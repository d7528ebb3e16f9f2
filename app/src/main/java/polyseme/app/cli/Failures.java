// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import polyseme.engine.task.PolysemeException;

/// Turns what a command throws into two sentences on stderr and an exit code.
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private final Services services;
  private final Console console;

  Failures(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  @Override
  public int handleParseException(ParameterException mistake, String[] args) {
    var command = mistake.getCommandLine();
    var what = sentence(message(mistake));
    var remedy = "See “%s --help”.".formatted(command.getCommandSpec().qualifiedName());
    if (mistake instanceof UnmatchedArgumentException unknown
        && !unknown.getSuggestions().isEmpty()) {
      remedy = "Did you mean %s? %s".formatted(Choices.of(unknown.getSuggestions()), remedy);
    }
    print(Arrays.asList(args).contains("--json"), what, remedy);
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    return handle(failure, command.getCommand() instanceof PolysemeCommand own && own.json());
  }

  /// Says what happened.
  ///
  /// @param failure anything a command threw
  /// @param json whether as JSON
  /// @return the exit code
  int handle(Throwable failure, boolean json) {
    return switch (failure) {
      case PolysemeException known -> {
        print(json, known.what(), known.remedy());
        yield ExitCode.USER;
      }
      case CancellationException _ -> {
        print(json, "Stopped.", "Nothing was left half-written.");
        yield ExitCode.STOPPED;
      }
      case OutOfMemoryError _ -> {
        print(
            json,
            "There is not enough memory for this.",
            "Choose a smaller model or corpus, or allow more with JAVA_TOOL_OPTIONS=-Xmx8g.");
        yield ExitCode.USER;
      }
      default -> {
        print(json, "Something unexpected happened: %s.".formatted(kind(failure)), logged(failure));
        yield ExitCode.BUG;
      }
    };
  }

  private String logged(Throwable failure) {
    LoggerFactory.getLogger(Failures.class).error("unexpected failure", failure);
    var log = services.log();
    return Files.isRegularFile(log)
        ? "This is a mistake of the program; please report it with the end of %s.".formatted(log)
        : "This is a mistake of the program; its log could not be written to %s.".formatted(log);
  }

  private static String kind(Throwable failure) {
    var message = failure.getMessage();
    var name = failure.getClass().getSimpleName();
    return message == null ? name : name + ", " + message.lines().findFirst().orElse("");
  }

  private static String message(ParameterException mistake) {
    return switch (mistake) {
      case UnmatchedArgumentException unknown ->
          "“%s” is not understood here".formatted(String.join(" ", unknown.getUnmatched()));
      case OverwrittenOptionException twice ->
          "%s is there twice".formatted(((OptionSpec) twice.getOverwritten()).longestName());
      default ->
          mistake.getArgSpec() instanceof OptionSpec option && mistake.getValue() != null
              ? unfit(option, mistake.getValue())
              : String.valueOf(mistake.getMessage());
    };
  }

  private static String unfit(OptionSpec option, String value) {
    var candidates = option.completionCandidates();
    if (candidates != null) {
      var names = new ArrayList<String>();
      candidates.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
      return "%s takes %s, not “%s”".formatted(option.longestName(), Choices.of(names), value);
    }
    var kind = option.type() == double.class ? "a number" : "a whole number";
    return "%s takes %s, not “%s”".formatted(option.longestName(), kind, value);
  }

  private static String sentence(String message) {
    return message.endsWith(".") ? message : message + ".";
  }

  private void print(boolean json, String what, String remedy) {
    if (json) {
      var error = Json.object().put("what", what).put("remedy", remedy);
      console.err().println(Json.object().put("error", error));
    } else {
      console.err().println(what);
      console.err().println(remedy);
    }
  }
}
