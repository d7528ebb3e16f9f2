// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// Hands `--zero`, `--set` and the other changes to [RunCommand] in the order they were typed,
/// because changes of one unit do not commute.
final class ChangeConsumer implements IParameterConsumer {

  @Override
  @SuppressWarnings("JdkObsolete") // picocli's own type
  public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
    var name = ((OptionSpec) option).longestName();
    if (args.isEmpty()) {
      throw new ParameterException(command.commandLine(), name + " needs a neuron");
    }
    ((RunCommand) command.userObject()).changes().add(name, args.pop());
  }
}
