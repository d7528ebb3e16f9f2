// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Places;
import polyseme.engine.hook.Target;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Bos;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.Activations;
import polyseme.engine.tensor.Axis;
import polyseme.engine.tensor.FloatVector;

/// What a model says when it is asked for what it does not have.
final class RequestCheckTest {

  private static final ModelConfig CONFIG =
      ModelConfig.plain(
          Architecture.GPT2,
          new ModelConfig.Dims(2, 32, 4, 8, 128, 128, 500),
          ActivationFunction.GELU_NEW,
          new ModelConfig.Norm(ModelConfig.NormKind.LN, 1e-5),
          new Bos("", true));

  private static String refusal(ForwardRequest request) {
    var check = new RequestCheck(CONFIG.dims(), new HookTable(CONFIG));
    var refused = assertThrows(RequestException.class, () -> check.check(request));
    return refused.what() + " " + refused.remedy();
  }

  private static ForwardRequest capturing(String hook) {
    return ForwardRequest.capturing(TokenBatch.of(0, 1), Set.of(Opened.hook(hook)));
  }

  private static ForwardRequest changing(Intervention change) {
    return ForwardRequest.capturing(TokenBatch.of(0, 1), Set.of())
        .withInterventions(List.of(change));
  }

  private static ForwardRequest zeroing(int head, int index, int position) {
    return changing(
        new Intervention.Zero(
            new Target(new HookPoint.InBlock(1, BlockSite.Z), head, index, position)));
  }

  @Test
  void aHookThatDoesNotFireNamesTheNearest() {
    assertEquals(
        "blocks.1.mlp.hook_mid does not fire in this model. The nearest one that does is"
            + " blocks.1.mlp.hook_pre.",
        refusal(capturing("blocks.1.mlp.hook_mid")));
  }

  @Test
  void aLayerThatDoesNotExistNamesTheNumberOfLayers() {
    assertEquals(
        "There is no layer 7: the model has 2. Choose a layer from 0 to 1.",
        refusal(capturing("blocks.7.mlp.hook_post")));
  }

  @Test
  void aLongTextIsRefused() {
    assertEquals(
        "The text has 129 tokens, and the model reads no more than 128. Shorten the text or divide"
            + " it.",
        refusal(ForwardRequest.capturing(TokenBatch.of(new int[129]), Set.of())));
  }

  @Test
  void aForeignTokenIsRefused() {
    assertEquals(
        "Token 500 at position 1 is none of the model's 500. Use the tokenizer that belongs to this"
            + " model.",
        refusal(ForwardRequest.capturing(TokenBatch.of(0, 500), Set.of())));
  }

  @Test
  void placesThatDoNotExistAreRefused() {
    assertEquals(
        "blocks.1.attn.hook_z has no head 4: it has 4. Choose one from 0 to 3.",
        refusal(zeroing(4, 0, 0)));
    assertEquals(
        "blocks.1.attn.hook_z has no coordinate 8: it has 8. Choose one from 0 to 7.",
        refusal(zeroing(0, 8, 0)));
    assertEquals(
        "blocks.1.attn.hook_z has no position 2: it has 2. Choose one from 0 to 1.",
        refusal(zeroing(0, 0, 2)));
    assertEquals(
        "blocks.0.mlp.hook_post has no head 0: it has 0. Leave the head out.",
        refusal(
            changing(
                new Intervention.Zero(new Target(HookPoint.post(0), 0, Target.ALL, Target.ALL)))));
  }

  @Test
  void directionsOfAnotherLengthAreRefused() {
    assertEquals(
        "The direction has 3 numbers, and the target at blocks.0.mlp.hook_post covers 128. Give one"
            + " number for each coordinate.",
        refusal(
            changing(
                new Intervention.Add(Target.all(HookPoint.post(0)), FloatVector.of(1, 2, 3)))));
  }

  @Test
  void numbersThatAreNoneAreRefused() {
    assertEquals(
        "Activations cannot be changed by NaN. Give an ordinary number.",
        refusal(changing(new Intervention.SetTo(Target.all(HookPoint.post(0)), Float.NaN))));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    var rows = new int[128];
    var batch = TokenBatch.ofRows(Collections.nCopies(40_000, rows));
    assertEquals(
        "blocks.0.mlp.hook_post of 40000 × 128 tokens would take 2.6 GB, and 2 GB is the most a"
            + " hook point can hold. Use fewer or shorter texts at a time.",
        refusal(ForwardRequest.capturing(batch, Set.of(HookPoint.post(0)))));
  }

  @Test
  void placesOfASetAreChecked() {
    var post = Target.all(HookPoint.post(0));
    assertEquals(
        "blocks.0.mlp.hook_post has no position 7: it has 2. Choose one from 0 to 1.",
        refusal(changing(new Intervention.Zero(post.at(Places.of(0, 7))))));
    assertEquals(
        "blocks.0.mlp.hook_post has no text 1: it has 1. Choose one from 0 to 0.",
        refusal(changing(new Intervention.Zero(post.inRows(Places.of(1))))));
    assertEquals(
        "The vector has 1 numbers, and the target at blocks.0.mlp.hook_post covers 2. Give one"
            + " number for each coordinate.",
        refusal(
            changing(
                new Intervention.SetToVector(post.ofIndices(Places.of(3, 5)), FloatVector.of(1)))));
  }

  @Test
  void numbersOfAnotherShapeAreRefused() {
    var post = Target.all(HookPoint.post(0));
    var sentence =
        "Numbers of the shape %s do not fit blocks.0.mlp.hook_post, where [1, 2, 128] are replaced."
            + " Take numbers of the same hook point, and choose positions that both texts have.";
    for (var shape : List.of(List.of(1, 1, 128), List.of(1, 2, 127), List.of(1, 2, 129))) {
      var values = values(HookPoint.post(0).axes(), shape, 0);
      assertEquals(
          sentence.formatted(shape), refusal(changing(new Intervention.Replace(post, values))));
    }
    var others = values(Opened.hook("hook_embed").axes(), List.of(1, 2, 128), 0);
    assertEquals(
        sentence.formatted(others.shape()),
        refusal(changing(new Intervention.Replace(post, others))));
    assertEquals(
        "Activations cannot be changed by NaN. Give an ordinary number.",
        refusal(
            changing(
                new Intervention.Replace(
                    post, values(HookPoint.post(0).axes(), List.of(1, 2, 128), Float.NaN)))));
  }

  private static Activations values(List<Axis> axes, List<Integer> shape, float value) {
    var values = new float[shape.stream().reduce(1, Math::multiplyExact)];
    Arrays.fill(values, value);
    return Activations.wrap(axes, shape, values);
  }

  /// Once heads read different things, changing what all read would be without effect.
  @Test
  void changesThatWouldBeLostAreRefused() {
    var norm = new Intervention.Zero(Target.all(Opened.hook("blocks.1.ln1.hook_normalized")));
    var input = new Intervention.Zero(Target.all(Opened.hook("blocks.1.hook_k_input")));
    var both =
        ForwardRequest.capturing(TokenBatch.of(0, 1), Set.of())
            .withInterventions(List.of(norm, input));
    assertEquals(
        "blocks.1.ln1.hook_normalized and blocks.1.hook_k_input do not go together: with the"
            + " second, every head has an input of its own. Use one of them at a time.",
        refusal(both));
  }
}
