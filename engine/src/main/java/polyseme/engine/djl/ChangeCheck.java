// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.util.ArrayList;
import java.util.List;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Places;
import polyseme.engine.hook.Target;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.Activations;
import polyseme.engine.tensor.Axis;
import polyseme.engine.tensor.FloatVector;

/// Refuses interventions on what is not there, or by what does not fit.
///
/// @param table hook points of the model
/// @param tokens the texts of the pass
record ChangeCheck(HookTable table, TokenBatch tokens) {

  /// Checks one.
  ///
  /// @param change the intervention; its hook point fires
  /// @throws RequestException with the first thing that does not fit
  void check(Intervention change) throws RequestException {
    var target = change.target();
    checkTarget(target);
    switch (change) {
      case Intervention.Zero _, Intervention.Mean _, Intervention.Apply _ -> {}
      case Intervention.SetTo(_, var value) -> checkNumber(value, !Float.isNaN(value));
      case Intervention.Scale(_, var factor) -> checkNumber(factor, Float.isFinite(factor));
      case Intervention.SetToVector(_, var values) -> checkVector("vector", target, values);
      case Intervention.Add(_, var direction) -> checkVector("direction", target, direction);
      case Intervention.Replace(_, var values) -> checkValues(target, values);
    }
  }

  private int length(Axis axis) {
    return table.length(axis, tokens.rows(), tokens.width());
  }

  private void checkTarget(Target target) throws RequestException {
    var hook = target.hook();
    if (hook.equals(RequestCheck.TOKENS)) {
      throw new RequestException(
          "%s can be read, not changed.".formatted(hook.name()), "Change the text instead.");
    }
    checkPlaces("coordinate", target.indices(), hook, length(hook.axes().getLast()));
    checkPlaces("position", target.positions(), hook, tokens.width());
    checkPlaces("text", target.rows(), hook, tokens.rows());
    var heads = 0;
    for (var axis : hook.axes()) {
      if (axis == Axis.HEAD || axis == Axis.KEY_VALUE_HEAD) {
        heads = length(axis);
      }
    }
    checkPlaces("head", target.heads(), hook, heads);
  }

  private static void checkPlaces(String what, Places places, HookPoint hook, int count)
      throws RequestException {
    if (places.greatest() >= count) {
      throw new RequestException(
          "%s has no %s %d: it has %d.".formatted(hook.name(), what, places.greatest(), count),
          count == 0
              ? "Leave the %s out.".formatted(what)
              : "Choose one from 0 to %d.".formatted(count - 1));
    }
  }

  private void checkVector(String what, Target target, FloatVector values) throws RequestException {
    var covered = target.indices().count(length(target.hook().axes().getLast()));
    if (values.size() != covered) {
      throw new RequestException(
          "The %s has %d numbers, and the target at %s covers %d."
              .formatted(what, values.size(), target.hook().name(), covered),
          "Give one number for each coordinate.");
    }
    for (var i = 0; i < values.size(); i++) {
      checkNumber(values.get(i), Float.isFinite(values.get(i)));
    }
  }

  private void checkValues(Target target, Activations values) throws RequestException {
    var axes = target.hook().axes();
    var needed = new ArrayList<Integer>();
    for (var axis = 0; axis < axes.size(); axis++) {
      needed.add(needed(target, axis));
    }
    if (!values.axes().equals(axes) || !fits(axes, needed, values.shape())) {
      throw new RequestException(
          "Numbers of the shape %s do not fit %s, where %s are replaced."
              .formatted(values.shape(), target.hook().name(), needed),
          "Take numbers of the same hook point, and choose positions that both texts have.");
    }
    for (var value : values.toArray()) {
      checkNumber(value, !Float.isNaN(value));
    }
  }

  /// How long an axis of the other activations must be at least.
  private int needed(Target target, int axis) {
    var kind = target.hook().axes().get(axis);
    return switch (kind) {
      case BATCH, POS, QUERY_POS, KEY_POS -> {
        var places = Reach.places(target, axis);
        yield places.isAll() ? length(kind) : places.greatest() + 1;
      }
      case HEAD, KEY_VALUE_HEAD, D_HEAD, D_QUERIES, D_KEYS, D_MODEL, D_MLP, D_VOCAB, ONE ->
          length(kind);
    };
  }

  private static boolean fits(List<Axis> axes, List<Integer> needed, List<Integer> shape) {
    var fits = true;
    for (var axis = 0; axis < axes.size(); axis++) {
      int have = shape.get(axis);
      int need = needed.get(axis);
      fits &=
          switch (axes.get(axis)) {
            case BATCH -> have == 1 || have >= need;
            case POS, QUERY_POS, KEY_POS -> have >= need;
            case HEAD, KEY_VALUE_HEAD, D_HEAD, D_QUERIES, D_KEYS, D_MODEL, D_MLP, D_VOCAB, ONE ->
                have == need;
          };
    }
    return fits;
  }

  private static void checkNumber(float number, boolean usable) throws RequestException {
    if (!usable) {
      throw new RequestException(
          "Activations cannot be changed by %s.".formatted(number), "Give an ordinary number.");
    }
  }
}
