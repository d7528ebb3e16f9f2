// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import polyseme.engine.HookedModel;
import polyseme.engine.Models;
import polyseme.engine.OpenOptions;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.hub.ModelNames;
import polyseme.engine.hubcache.HubCache;
import polyseme.engine.hubcache.HubEnvironment;
import polyseme.engine.model.Processing;
import polyseme.engine.task.Progress;
import polyseme.engine.tensor.Activations;

/// Published numbers of published models. They need the weights: a folder named by the property
/// `polyseme.known.models` that holds model folders called as in the list (`solu-1l`), or the
/// Hugging Face cache of this machine. What is there is compared, the rest is skipped.
final class KnownNumbersTest {

  private static final String PROPERTY = "polyseme.known.models";
  private static final Path KNOWN = Path.of("src", "test", "resources", "parity", "known");

  /// That of TransformerLens' own test of these losses.
  private static final double LOSS_TOLERANCE = 4e-5;

  /// The notebook does not say what computed its numbers, perhaps a GPU with coarser products.
  private static final double NOTEBOOK_TOLERANCE = 1e-4;

  private static final String SENTENCE =
      "Python is a versatile programming language used in web development, data analysis,"
          + " artificial intelligence, and more. Its simple syntax and readability make it a"
          + " popular choice among developers.";

  // TransformerLens, tests/acceptance: mean loss on “Hello world!”.
  @TestFactory
  Stream<DynamicTest> lossesOfPublishedModels() throws IOException {
    return Files.readAllLines(KNOWN.resolve("losses.tsv")).stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(row -> DynamicTest.dynamicTest(row[0], () -> checkLoss(row[0], row[1])));
  }

  private static void checkLoss(String name, String expected) throws Exception {
    try (var model = open(name, Processing.NONE)) {
      assertEquals(Double.parseDouble(expected), loss(model, "Hello world!"), LOSS_TOLERANCE);
    }
  }

  // Mean over all positions but the last of −log p(next token).
  private static double loss(HookedModel model, String text) throws Exception {
    var ids = model.tokenizer().tokenize(text).ids();
    var request = ForwardRequest.capturing(TokenBatch.of(ids), Set.of()).withLogits();
    var logits = Objects.requireNonNull(model.run(request).logits());
    var sum = 0.0;
    for (var position = 0; position + 1 < ids.length; position++) {
      sum += logSum(logits, position) - logits.get(0, position, ids[position + 1]);
    }
    return sum / (ids.length - 1);
  }

  private static double logSum(Activations logits, int position) {
    var vocabulary = logits.shape().getLast();
    var most = Double.NEGATIVE_INFINITY;
    for (var token = 0; token < vocabulary; token++) {
      most = Math.max(most, logits.get(0, position, token));
    }
    var sum = 0.0;
    for (var token = 0; token < vocabulary; token++) {
      sum += Math.exp(logits.get(0, position, token) - most);
    }
    return most + Math.log(sum);
  }

  // The notebook loads solu-2l as TransformerLens does by default, with folded weights.
  @Test
  void theNotebooksNeuron() throws Exception {
    var expected = Files.readAllLines(KNOWN.resolve("notebook.txt"));
    try (var model = open("solu-2l", Processing.DEFAULT)) {
      var tokens = model.tokenizer().tokenize(SENTENCE);
      assertEquals(expected.size(), tokens.tokens().size());
      var hook = HookPoint.post(1);
      var request = ForwardRequest.capturing(TokenBatch.of(tokens.ids()), Set.of(hook));
      var post = model.run(request).cache().get(hook);
      for (var position = 0; position < expected.size(); position++) {
        var value = Double.parseDouble(expected.get(position));
        var at = "position " + position;
        assertEquals(value, post.get(0, position, 50), NOTEBOOK_TOLERANCE, at);
      }
    }
  }

  private static HookedModel open(String name, Processing processing) throws Exception {
    var folder = named(name).or(() -> cached(name));
    if (folder.isEmpty()) {
      abort(
          "no weights of %s: neither in a folder of -D%s nor in the Hugging Face cache"
              .formatted(name, PROPERTY));
    }
    var options = OpenOptions.defaults().withProcessing(processing);
    return Models.open(folder.orElseThrow(), options, Progress.NONE);
  }

  private static Optional<Path> named(String name) {
    var folder = System.getProperty(PROPERTY, "");
    return folder.isEmpty()
        ? Optional.empty()
        : Optional.of(Path.of(folder, name)).filter(Files::isDirectory);
  }

  private static Optional<Path> cached(String name) {
    var cache = HubCache.of(HubEnvironment.here());
    return ModelNames.load()
        .find(name)
        .flatMap(model -> cache.snapshot(model.repo(), HubCache.MAIN))
        .filter(snapshot -> snapshot.file("config.json").isPresent())
        .map(snapshot -> snapshot.folder());
  }
}
