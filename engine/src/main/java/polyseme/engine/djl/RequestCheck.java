// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.GlobalSite;
import polyseme.engine.hook.GradientRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Objective;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.task.RequestException;

/// Refuses, before anything is computed, what a model cannot do.
///
/// @param dims sizes of the model
/// @param table its hook points
record RequestCheck(Dims dims, HookTable table) {

  static final HookPoint TOKENS = new HookPoint.Global(GlobalSite.TOKENS);

  private static final List<BlockSite> INPUTS_OF_HEADS =
      List.of(BlockSite.ATTN_IN, BlockSite.Q_INPUT, BlockSite.K_INPUT, BlockSite.V_INPUT);

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
    checkChanges(request.interventions(), Set.of(), tokens);
  }

  /// Checks a whole request for gradients.
  ///
  /// @param request the request
  /// @throws RequestException with the first thing that cannot be done
  void check(GradientRequest request) throws RequestException {
    var tokens = request.tokens();
    checkTokens(tokens);
    for (var hook : request.hooks()) {
      checkHook(hook);
      checkSize(hook, tokens);
      if (hook.equals(TOKENS)) {
        throw new RequestException(
            "Nothing can be differentiated by %s: token numbers are whole."
                .formatted(TOKENS.name()),
            "Use %s instead.".formatted(GlobalSite.EMBED.path()));
      }
    }
    checkSize(table.firing().getLast(), tokens);
    checkChanges(request.interventions(), request.hooks(), tokens);
    for (var change : request.interventions()) {
      if (change instanceof Intervention.Apply) {
        checkNothingBefore(change.target().hook(), request.hooks());
      }
    }
    checkObjective(request.objective(), tokens);
  }

  private void checkChanges(List<Intervention> changes, Set<HookPoint> leaves, TokenBatch tokens)
      throws RequestException {
    var touched = new HashSet<>(leaves);
    for (var change : changes) {
      checkHook(change.target().hook());
      new ChangeCheck(table, tokens).check(change);
      touched.add(change.target().hook());
    }
    for (var hook : touched) {
      if (hook instanceof HookPoint.InBlock(var layer, var site)) {
        checkReadByHeads(layer, site, touched);
      }
    }
  }

  // Once heads read different things, no head reads what one normalisation gave for all of them.
  private void checkReadByHeads(int layer, BlockSite site, Set<HookPoint> touched)
      throws RequestException {
    if (site != BlockSite.LN1_SCALE && site != BlockSite.LN1_NORMALIZED) {
      return;
    }
    for (var input : INPUTS_OF_HEADS) {
      var other = new HookPoint.InBlock(layer, input);
      var hook = new HookPoint.InBlock(layer, site);
      if (touched.contains(other) && table.firesBefore(other, hook)) {
        throw new RequestException(
            "%s and %s do not go together: with the second, every head has an input of its own."
                .formatted(hook.name(), other.name()),
            "Use one of them at a time.");
      }
    }
  }

  private void checkNothingBefore(HookPoint applied, Set<HookPoint> hooks) throws RequestException {
    for (var hook : hooks) {
      if (table.firesBefore(hook, applied)) {
        throw new RequestException(
            "There is no gradient by %s through a function at %s."
                .formatted(hook.name(), applied.name()),
            "Ask for hook points from %s on, or replace by numbers.".formatted(applied.name()));
      }
    }
  }

  private void checkObjective(Objective objective, TokenBatch tokens) throws RequestException {
    switch (objective) {
      case Objective.Logit(var row, var position, var token) ->
          checkLogit(row, position, token, tokens);
      case Objective.LogitDifference(var row, var position, var token, var minus) -> {
        checkLogit(row, position, token, tokens);
        checkLogit(row, position, minus, tokens);
      }
      case Objective.Loss _ -> {
        if (Differentiation.predictions(tokens) == 0) {
          throw new RequestException(
              "A text of one token has no next token, and so no loss.", "Give a longer text.");
        }
      }
    }
  }

  private void checkLogit(int row, int position, int token, TokenBatch tokens)
      throws RequestException {
    checkPlace("text", row, tokens.rows());
    checkPlace("position", position, tokens.length(row));
    checkPlace("token", token, dims.dVocab());
  }

  private static void checkPlace(String what, int place, int count) throws RequestException {
    if (place < 0 || place >= count) {
      throw new RequestException(
          "There is no %s %d: there are %d.".formatted(what, place, count),
          "Choose one from 0 to %d.".formatted(count - 1));
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
        "The nearest one that does is %s.".formatted(table.nearest(hook)));
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
}
