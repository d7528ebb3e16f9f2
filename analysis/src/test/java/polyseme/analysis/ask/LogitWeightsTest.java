// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.Processing;
import polyseme.engine.task.PolysemeException;

final class LogitWeightsTest {

  private static final Path MODELS = Path.of("../engine/src/test/resources/parity");

  private static float[] read(ModelWeights weights, String name) throws PolysemeException {
    var values = weights.read(name).values();
    var numbers = new float[values.remaining()];
    values.get(numbers);
    return numbers;
  }

  /// What a neuron writes, worked out from the file: the weight of SoLU's normalisation in it, the
  /// mean over all neurons taken off, then its own.
  private static double[] processed(ModelFolder folder, ModelWeights weights, int layer, int index)
      throws PolysemeException {
    var dims = folder.config().dims();
    var out = read(weights, "blocks.%d.mlp.W_out".formatted(layer));
    var norm = read(weights, "blocks.%d.mlp.ln.w".formatted(layer));
    var written = new double[dims.dModel()];
    var mean = 0.0;
    for (var d = 0; d < written.length; d++) {
      written[d] = (double) out[index * written.length + d] * norm[index];
      for (var neuron = 0; neuron < norm.length; neuron++) {
        written[d] -= (double) out[neuron * written.length + d] * norm[neuron] / norm.length;
      }
      mean += written[d] / written.length;
    }
    for (var d = 0; d < written.length; d++) {
      written[d] -= mean;
    }
    return written;
  }

  /// The product worked out from the file: the last normalisation's weight in the unembedding, the
  /// mean of all tokens taken off.
  private static double[] bruteForce(ModelFolder folder, int layer, int index, boolean processed)
      throws PolysemeException {
    var dims = folder.config().dims();
    try (var weights = ModelWeights.open(folder)) {
      var out = read(weights, "blocks.%d.mlp.W_out".formatted(layer));
      var unembedding = read(weights, "unembed.W_U");
      var scale = read(weights, "ln_final.w");
      var rewritten = processed(folder, weights, layer, index);
      var logits = new double[dims.dVocab()];
      for (var d = 0; d < dims.dModel(); d++) {
        var row = 0.0;
        for (var token = 0; token < dims.dVocab(); token++) {
          row += unembedding[d * dims.dVocab() + token] / (double) dims.dVocab();
        }
        for (var token = 0; token < dims.dVocab(); token++) {
          double written = out[index * dims.dModel() + d];
          double read = unembedding[d * dims.dVocab() + token];
          logits[token] += processed ? rewritten[d] * (read - row) * scale[d] : written * read;
        }
      }
      return logits;
    }
  }

  @Test
  void theProductIsThatOfTheFileProcessedOrNot() throws PolysemeException {
    var folder = ModelFolder.read(MODELS.resolve("solu-2l"));
    for (var processed : new boolean[] {false, true}) {
      var weights = LogitWeights.of(folder, processed ? Processing.DEFAULT : Processing.NONE);
      for (var layer = 0; layer < 2; layer++) {
        var brute = bruteForce(folder, layer, 50, processed);
        var row = weights.neurons().row(new NeuronId(layer, 50));
        for (var token = 0; token < brute.length; token++) {
          assertEquals(brute[token], weights.logit(row, token), 1e-5);
        }
      }
    }
  }

  @Test
  void endsAreTheGreatestAndTheLeastOfAll() throws PolysemeException {
    var weights = LogitWeights.of(ModelFolder.read(MODELS.resolve("solu-2l")), Processing.DEFAULT);
    var token = 77;
    var ends = weights.writers(token, 6);
    var greatest = Double.NEGATIVE_INFINITY;
    var least = Double.POSITIVE_INFINITY;
    for (var row = 0; row < weights.neurons().size(); row++) {
      greatest = Math.max(greatest, weights.logit(row, token));
      least = Math.min(least, weights.logit(row, token));
    }
    assertEquals(greatest, ends.up().getFirst().logit());
    assertEquals(least, ends.down().getFirst().logit());
    assertEquals(6, ends.up().size());
    assertTrue(ends.up().stream().allMatch(one -> Math.abs(one.cosine()) <= 1));
  }

  @Test
  void bothWaysRoundAgree() throws PolysemeException {
    var weights = LogitWeights.of(ModelFolder.read(MODELS.resolve("solu-2l")), Processing.DEFAULT);
    var first = weights.writers(77, 1).up().getFirst();
    var tokens = weights.tokens(first.neuron(), weights.tokens()).up();
    var same = tokens.get(first.rank() - 1);
    assertEquals(77, same.token());
    assertEquals(first.logit(), same.logit(), 1e-12);
    assertEquals(first.cosine(), same.cosine(), 1e-12);
  }

  @Test
  void theNormalisationBehindAnMlpIsInTheNumber() throws PolysemeException {
    var folder = ModelFolder.read(MODELS.resolve("gemma2"));
    var weights = LogitWeights.of(folder, Processing.NONE);
    var dims = folder.config().dims();
    try (var raw = ModelWeights.open(folder)) {
      var out = read(raw, "blocks.1.mlp.W_out");
      var scale = read(raw, "blocks.1.ln2_post.w");
      var unembedding = read(raw, "unembed.W_U");
      var sum = 0.0;
      for (var d = 0; d < dims.dModel(); d++) {
        sum += (double) out[3 * dims.dModel() + d] * scale[d] * unembedding[d * dims.dVocab() + 9];
      }
      assertEquals(sum, weights.logit(weights.neurons().row(new NeuronId(1, 3)), 9), 1e-6);
    }
    assertTrue(LogitWeights.normalisedAfter(folder.config()));
    assertFalse(LogitWeights.normalisedAfter(ModelFolder.read(MODELS.resolve("solu-2l")).config()));
  }
}
