// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import polyseme.engine.HookedModel;
import polyseme.engine.Models;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.Progress;
import polyseme.engine.tensor.Activations;

/// Small models and short ways to run them.
final class Opened {

  private Opened() {}

  static HookedModel model(String name) throws Exception {
    return Models.open(Golden.resource(name), Progress.NONE);
  }

  /// A small model of the test resources, or one of the whole reference; the test is skipped if
  /// neither is there.
  static HookedModel anywhere(String name) throws Exception {
    if (Files.isDirectory(Golden.resource(name))) {
      return model(name);
    }
    var folder = Golden.shared("golden/" + name);
    assumeTrue(folder.isPresent(), "the whole reference does not lie beside this checkout");
    return Models.open(folder.orElseThrow(), Progress.NONE);
  }

  static TokenBatch tokens(HookedModel model, String text) throws Exception {
    return TokenBatch.of(model.tokenizer().tokenize(text).ids());
  }

  static HookPoint hook(String name) {
    return HookPoint.parse(name).orElseThrow();
  }

  static float[] at(HookedModel model, TokenBatch tokens, String hook, Intervention... changes)
      throws Exception {
    var request =
        ForwardRequest.capturing(tokens, Set.of(hook(hook))).withInterventions(List.of(changes));
    return model.run(request).cache().get(hook(hook)).toArray();
  }

  static float[] logits(HookedModel model, ForwardRequest request) throws Exception {
    return present(model.run(request.withLogits()).logits()).toArray();
  }

  static Activations present(@Nullable Activations values) {
    if (values == null) {
      throw new AssertionError("no logits");
    }
    return values;
  }
}
