// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Target;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.tensor.FloatVector;

/// What a pass changes on its way, in the order it was typed.
@SuppressWarnings("UnusedVariable") // the options go to the list by way of the consumer
final class ChangeOptions {

  private static final String ZERO = "--zero";
  private static final String SET = "--set";
  private static final String SCALE = "--scale";
  private static final String MEAN = "--mean";
  private static final String ADD = "--add";
  private static final String PATCH = "--patch";

  @Option(
      names = ZERO,
      paramLabel = "TARGET",
      parameterConsumer = ChangeConsumer.class,
      description =
          "Set to zero: a neuron (L1.50), a head (L1.H3) or a hook point (L1.resid_post); at all"
              + " positions or some (L1.50@3-7). May be repeated, like all changes; they happen in"
              + " the order typed.")
  private @Nullable String zero;

  @Option(
      names = SET,
      paramLabel = "TARGET=VALUE",
      parameterConsumer = ChangeConsumer.class,
      description = "Set to a value.")
  private @Nullable String set;

  @Option(
      names = SCALE,
      paramLabel = "TARGET=FACTOR",
      parameterConsumer = ChangeConsumer.class,
      description = "Multiply by a factor.")
  private @Nullable String scale;

  @Option(
      names = MEAN,
      paramLabel = "TARGET[=FILE]",
      parameterConsumer = ChangeConsumer.class,
      description =
          "Replace by the mean over the positions of the target; with a file of another run, by"
              + " the mean over all of its positions.")
  private @Nullable String mean;

  @Option(
      names = ADD,
      paramLabel = "TARGET=VECTOR",
      parameterConsumer = ChangeConsumer.class,
      description =
          "Add a vector at every position: numbers (L0.7=0.5, or 1,0,-2 for all coordinates) or a"
              + " .npz or .safetensors file with it.")
  private @Nullable String add;

  @Option(
      names = PATCH,
      paramLabel = "TARGET=FILE",
      parameterConsumer = ChangeConsumer.class,
      description =
          "Replace by what the hook point held in another run; FILE is what polyseme run wrote.")
  private @Nullable String patch;

  private final List<Change> changes = new ArrayList<>();

  private record Change(String option, String target, @Nullable String value) {}

  /// Takes an option.
  ///
  /// @param option its name
  /// @param typed what follows it
  void add(String option, String typed) {
    var equals = typed.indexOf('=');
    changes.add(
        equals < 0
            ? new Change(option, typed, null)
            : new Change(option, typed.substring(0, equals), typed.substring(equals + 1)));
  }

  /// Looks at what was typed, before any long work begins.
  ///
  /// @param command whose options these are
  void check(PolysemeCommand command) {
    for (var change : changes) {
      var value = change.value();
      switch (change.option()) {
        case ZERO -> {
          if (value != null) {
            throw command.usage("--zero wants no value, only a target such as L1.50");
          }
        }
        case SET, SCALE -> number(command, change);
        case ADD, PATCH -> {
          if (value == null || value.isEmpty()) {
            throw command.usage(
                change.option().equals(ADD)
                    ? "--add wants a target and a vector, such as L0.7=0.5 or L1.resid_post=v.npz"
                    : "--patch wants a target and a file, such as L1.resid_pre@3=run.npz");
          }
        }
        default -> {}
      }
    }
  }

  private static float number(PolysemeCommand command, Change change) {
    try {
      if (change.value() != null) {
        var value = Float.parseFloat(change.value());
        if (Float.isFinite(value)) {
          return value;
        }
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw command.usage(
        "%s wants a unit and a number, such as L1.50=0.3".formatted(change.option()));
  }

  /// The interventions.
  ///
  /// @param command whose options these are
  /// @param targets reads targets of the model and text at hand
  /// @return in the order they were typed
  /// @throws PolysemeException if a target means nothing or a file cannot be read
  List<Intervention> interventions(PolysemeCommand command, TargetText targets)
      throws PolysemeException {
    var list = new ArrayList<Intervention>();
    for (var change : changes) {
      for (var target : targets.parse(change.target())) {
        list.add(intervention(command, targets, change, target));
      }
    }
    return list;
  }

  private static Intervention intervention(
      PolysemeCommand command, TargetText targets, Change change, Target target)
      throws PolysemeException {
    var value = change.value() == null ? "" : change.value();
    return switch (change.option()) {
      case ZERO -> new Intervention.Zero(target);
      case SET -> new Intervention.SetTo(target, number(command, change));
      case SCALE -> new Intervention.Scale(target, number(command, change));
      case ADD -> new Intervention.Add(target, vector(targets, target, value));
      case PATCH -> new Intervention.Replace(target, targets.captured(target.hook(), value));
      default ->
          value.isEmpty()
              ? new Intervention.Mean(target, Intervention.Over.POSITIONS_AND_BATCH)
              : new Intervention.Replace(target, targets.mean(target.hook(), value));
    };
  }

  private static FloatVector vector(TargetText targets, Target target, String value)
      throws PolysemeException {
    var parts = value.split(",", -1);
    var numbers = new float[parts.length];
    try {
      for (var i = 0; i < numbers.length; i++) {
        numbers[i] = Float.parseFloat(parts[i]);
      }
      return FloatVector.wrap(numbers);
    } catch (NumberFormatException _) {
      return targets.vector(target, value);
    }
  }
}
