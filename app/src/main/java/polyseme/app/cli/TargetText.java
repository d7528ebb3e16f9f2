// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.HookSelection;
import polyseme.engine.hook.Places;
import polyseme.engine.hook.Target;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.Activations;
import polyseme.engine.tensor.Axis;
import polyseme.engine.tensor.FloatVector;

/// Reads the targets of changes: a unit (`L1.50`, `L1.H3.12`), a head (`L1.H3`, `L1.q.H3`) or a
/// hook point by any of its names, with positions behind it (`@3`, `@3-7`, `@0,5`, `@-1` for the
/// last); and the numbers that take their place.
///
/// @param hooks hook points that fire in the model
/// @param width positions of the text
record TargetText(List<HookPoint> hooks, int width) {

  private static final Pattern UNIT = Pattern.compile("(?:L|blocks\\.)\\d+\\.(?:.*\\.)?\\d+");
  private static final Pattern HEAD =
      Pattern.compile("((?:L|blocks\\.)\\d{1,6}\\.(?:.*\\.)?)H(\\d{1,6})");
  private static final Pattern RANGE = Pattern.compile("(-?\\d{1,9})(?:-(-?\\d{1,9}))?");

  TargetText {
    hooks = List.copyOf(hooks);
  }

  /// What a text means.
  ///
  /// @param typed a target
  /// @return one target for each hook point it names
  /// @throws RequestException if it means nothing in this model
  List<Target> parse(String typed) throws RequestException {
    var at = typed.lastIndexOf('@');
    var body = (at < 0 ? typed : typed.substring(0, at)).strip();
    var positions = at < 0 ? Places.ALL : positions(typed.substring(at + 1));
    if (UNIT.matcher(body).matches()) {
      return List.of(Target.of(UnitAddress.parse(body)).at(positions));
    }
    var targets = new ArrayList<Target>();
    var head = HEAD.matcher(body);
    var heads = head.matches() ? Places.of(Integer.parseInt(head.group(2))) : Places.ALL;
    var name = head.matches() ? hookOfHead(head.group(1)) : body;
    for (var hook : new HookSelection(hooks).of(List.of(name))) {
      targets.add(Target.all(hook).at(positions).ofHeads(heads));
    }
    return targets;
  }

  private static String hookOfHead(String before) {
    var place = before.substring(0, before.length() - 1);
    return place.matches("(?:L|blocks\\.)\\d+")
        ? place.replaceFirst("^blocks\\.", "L") + ".z"
        : place;
  }

  private Places positions(String typed) throws RequestException {
    var chosen = new ArrayList<Integer>();
    for (var part : typed.split(",", -1)) {
      var range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        throw new RequestException(
            "“@%s” are no positions.".formatted(typed),
            "Write @3, @3-7, @0,5 or, counted from the end, @-1.");
      }
      var first = position(range.group(1));
      var last = range.group(2) == null ? first : position(range.group(2));
      if (last < first) {
        throw new RequestException(
            "“@%s” ends before it begins.".formatted(typed), "Write the smaller position first.");
      }
      for (var position = first; position <= last; position++) {
        chosen.add(position);
      }
    }
    return Places.of(chosen.stream().mapToInt(Integer::intValue).toArray());
  }

  /// A position of the text.
  ///
  /// @param typed its number, from 0; negative numbers count from the end
  /// @throws RequestException if the text has no such position
  int position(String typed) throws RequestException {
    var number = Integer.parseInt(typed);
    var position = number < 0 ? width + number : number;
    if (position < 0 || position >= width) {
      throw new RequestException(
          "There is no position %d: the text has %d tokens.".formatted(number, width),
          "Choose one from 0 to %d, or from the end with -1 to -%d.".formatted(width - 1, width));
    }
    return position;
  }

  /// What a hook point held in another run.
  ///
  /// @param hook the hook point
  /// @param file what the other run wrote
  /// @throws PolysemeException if the file does not have it
  Activations captured(HookPoint hook, String file) throws PolysemeException {
    var array = ArrayFile.read(path(file), hook.name(), false);
    if (array.shape().size() != hook.axes().size()) {
      throw new RequestException(
          "%s in %s has the shape %s, and a run would have %d axes."
              .formatted(hook.name(), file, array.shape(), hook.axes().size()),
          "Take a file that polyseme run wrote.");
    }
    return Activations.wrap(hook.axes(), array.shape(), ArrayFile.numbers(array));
  }

  /// The mean of what a hook point held in another run, over texts and positions, at every position
  /// of this text.
  Activations mean(HookPoint hook, String file) throws PolysemeException {
    var captured = captured(hook, file);
    if (!hook.axes().contains(Axis.POS)) {
      throw new RequestException(
          "There is no mean of %s over positions.".formatted(hook.name()),
          "Choose a hook point with one vector a position, such as resid_post, post or z.");
    }
    var count = captured.shape().get(0) * captured.shape().get(1);
    var values = captured.toArray();
    var row = values.length / count;
    var mean = new float[width * row];
    for (var i = 0; i < row; i++) {
      var sum = 0.0;
      for (var place = 0; place < count; place++) {
        sum += values[place * row + i];
      }
      for (var position = 0; position < width; position++) {
        mean[position * row + i] = (float) (sum / count);
      }
    }
    var shape = new ArrayList<>(captured.shape());
    shape.set(0, 1);
    shape.set(1, width);
    return Activations.wrap(hook.axes(), shape, mean);
  }

  /// A vector out of a file.
  ///
  /// @param target what it is for
  /// @param file holds it under the name of the hook point, or holds nothing else
  /// @throws PolysemeException if the file does not have it
  FloatVector vector(Target target, String file) throws PolysemeException {
    return FloatVector.wrap(
        ArrayFile.numbers(ArrayFile.read(path(file), target.hook().name(), true)));
  }

  private static Path path(String typed) throws RequestException {
    try {
      return Path.of(typed);
    } catch (InvalidPathException _) {
      throw new RequestException(
          "“%s” is neither numbers nor the name of a file.".formatted(typed),
          "Write numbers with commas between them, or the name of a .npz or .safetensors file.");
    }
  }
}
