// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.GlobalSite;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Target;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.Axis;
import polyseme.engine.tensor.FloatVector;

/// Refuses, before anything is computed, what a model cannot do.
///
/// @param dims sizes of the model
/// @param table its hook points
record RequestCheck(Dims dims, HookTable table) {

  private static final HookPoint TOKENS = new HookPoint.Global(GlobalSite.TOKENS);

  /// Checks a whole request.
  ///
  /// @param request the request
  /// @throws RequestException with the first thing that cannot be done
  void check(ForwardRequest request) throws RequestException {
    var tokens = request.tokens();
    checkTokens(tokens);
    for (var hook : request.capture()) {
      checkHook(hook);
      checkSize(hook, tokens);
    }
    if (request.logits()) {
      checkSize(table.firing().getLast(), tokens);
    }
    for (var change : request.interventions()) {
      checkHook(change.target().hook());
      checkTarget(change.target(), tokens.width());
      checkNumbers(change, tokens.width());
    }
  }

  /// Checks that a block exists.
  ///
  /// @param layer from 0
  /// @throws RequestException if it does not
  void checkLayer(int layer) throws RequestException {
    if (layer < 0 || layer >= dims.nLayers()) {
      throw new RequestException(
          "There is no layer %d: the model has %d.".formatted(layer, dims.nLayers()),
          "Choose a layer from 0 to %d.".formatted(dims.nLayers() - 1));
    }
  }

  private void checkTokens(TokenBatch tokens) throws RequestException {
    if (tokens.width() > table.longestText()) {
      throw new RequestException(
          "The text has %d tokens, and the model reads no more than %d."
              .formatted(tokens.width(), table.longestText()),
          "Shorten the text or divide it.");
    }
    for (var row = 0; row < tokens.rows(); row++) {
      for (var position = 0; position < tokens.width(); position++) {
        var id = tokens.id(row, position);
        if (id < 0 || id >= dims.dVocab()) {
          throw new RequestException(
              "Token %d at position %d is none of the model's %d."
                  .formatted(id, position, dims.dVocab()),
              "Use the tokenizer that belongs to this model.");
        }
      }
    }
  }

  private void checkHook(HookPoint hook) throws RequestException {
    if (table.fires(hook)) {
      return;
    }
    if (hook instanceof HookPoint.InBlock(var layer, _)) {
      checkLayer(layer);
    }
    throw new RequestException(
        "%s does not fire in this model.".formatted(hook.name()),
        "The nearest one that does is %s.".formatted(table.nearest(hook).name()));
  }

  private void checkSize(HookPoint hook, TokenBatch tokens) throws RequestException {
    var bytes = Float.BYTES * table.size(hook, tokens.rows(), tokens.width());
    if (bytes > Integer.MAX_VALUE) {
      throw new RequestException(
          "%s of %d × %d tokens would take %.1f GB, and 2 GB is the most a hook point can hold."
              .formatted(hook.name(), tokens.rows(), tokens.width(), bytes / 1e9),
          "Use fewer or shorter texts at a time.");
    }
  }

  private void checkTarget(Target target, int width) throws RequestException {
    var axes = target.hook().axes();
    if (target.hook().equals(TOKENS)) {
      throw new RequestException(
          "%s can be read, not changed.".formatted(TOKENS.name()), "Change the text instead.");
    }
    var last = table.length(axes.getLast(), 1, width);
    if (target.index() >= last) {
      throw no("coordinate", target.index(), target, last);
    }
    if (target.position() >= width) {
      throw no("position", target.position(), target, width);
    }
    var heads = 0;
    for (var axis : axes) {
      if (axis == Axis.HEAD || axis == Axis.KEY_VALUE_HEAD) {
        heads = table.length(axis, 1, width);
      }
    }
    if (target.head() >= heads) {
      throw no("head", target.head(), target, heads);
    }
  }

  private static RequestException no(String what, int number, Target target, int count) {
    return new RequestException(
        "%s has no %s %d: it has %d.".formatted(target.hook().name(), what, number, count),
        count == 0
            ? "Leave the %s out.".formatted(what)
            : "Choose one from 0 to %d.".formatted(count - 1));
  }

  private void checkNumbers(Intervention change, int width) throws RequestException {
    switch (change) {
      case Intervention.Zero(_) -> {}
      case Intervention.SetTo(_, var value) -> checkNumber(value, !Float.isNaN(value));
      case Intervention.Scale(_, var factor) -> checkNumber(factor, Float.isFinite(factor));
      case Intervention.Add(var target, var direction) -> checkDirection(target, direction, width);
    }
  }

  private void checkDirection(Target target, FloatVector direction, int width)
      throws RequestException {
    var covered =
        target.index() == Target.ALL ? table.length(target.hook().axes().getLast(), 1, width) : 1;
    if (direction.size() != covered) {
      throw new RequestException(
          "The direction has %d numbers, and the target at %s covers %d."
              .formatted(direction.size(), target.hook().name(), covered),
          "Give one number for each coordinate.");
    }
    for (var i = 0; i < direction.size(); i++) {
      checkNumber(direction.get(i), Float.isFinite(direction.get(i)));
    }
  }

  private static void checkNumber(float number, boolean usable) throws RequestException {
    if (!usable) {
      throw new RequestException(
          "Activations cannot be changed by %s.".formatted(number), "Give an ordinary number.");
    }
  }
}
