// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import polyseme.engine.LivelyWeights;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.Bos;
import polyseme.engine.model.Ends;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.model.ModelConfig.NormKind;
import polyseme.engine.model.Processing;
import polyseme.engine.model.Processing.Switch;

/// Each switch does what its formula says, against loops over doubles.
final class ProcessedWeightsTest {

  /// One rounding to single precision a step, on numbers up to 3.
  private static final double ROUNDING = 2e-6;

  private static final Dims DIMS = new Dims(1, 10, 4, 3, 14, 8, 21);

  private static ModelConfig config(NormKind kind) {
    return ModelConfig.plain(
            Architecture.TRANSFORMER_LENS,
            DIMS,
            ActivationFunction.SOLU_LN,
            new Norm(kind, 1e-5),
            new Bos("", true))
        .withAttention(Attention.plain(DIMS).withKeyValueHeads(2));
  }

  private static ProcessedWeights processed(NormKind kind, Switch... switches) {
    var config = config(kind);
    return ProcessedWeights.of(
        new LivelyWeights(config, 5), config, Processing.of(Set.of(switches)));
  }

  private static double[] read(ModelWeights weights, String name) throws Exception {
    var values = weights.read(name).values();
    var doubles = new double[values.remaining()];
    for (var i = 0; i < doubles.length; i++) {
      doubles[i] = values.get(i);
    }
    return doubles;
  }

  private static double[] raw(String name) throws Exception {
    return read(new LivelyWeights(config(NormKind.LN), 5), name);
  }

  private static void assertMeans(double[] values, int width) {
    for (var start = 0; start < values.length; start += width) {
      var sum = 0.0;
      for (var i = 0; i < width; i++) {
        sum += values[start + i];
      }
      assertEquals(0, sum / width, ROUNDING);
    }
  }

  @Test
  void whatIsWrittenHasTheMeanZero() throws Exception {
    try (var weights = processed(NormKind.LN, Switch.CENTER_WRITING_WEIGHTS)) {
      for (var name :
          List.of(
              "embed.W_E",
              "pos_embed.W_pos",
              "blocks.0.attn.W_O",
              "blocks.0.attn.b_O",
              "blocks.0.mlp.W_out",
              "blocks.0.mlp.b_out")) {
        assertMeans(read(weights, name), DIMS.dModel());
        var before = raw(name);
        var after = read(weights, name);
        assertEquals(before[0] - before[1], after[0] - after[1], ROUNDING, name);
      }
      for (var name : List.of("blocks.0.attn.W_V", "blocks.0.mlp.W_in", "unembed.W_U")) {
        assertArrayEquals(raw(name), read(weights, name), name);
      }
      assertEquals(NormKind.LN, weights.config().norm().kind());
    }
  }

  @Test
  void theLogitsHaveTheMeanZero() throws Exception {
    try (var weights = processed(NormKind.RMS, Switch.CENTER_UNEMBED)) {
      assertMeans(read(weights, "unembed.W_U"), DIMS.dVocab());
      assertMeans(read(weights, "unembed.b_U"), DIMS.dVocab());
      assertArrayEquals(raw("embed.W_E"), read(weights, "embed.W_E"));
    }
  }

  @Test
  void valueBiasesGoIntoTheOutputBias() throws Exception {
    try (var weights = processed(NormKind.RMS, Switch.FOLD_VALUE_BIASES)) {
      var expected = raw("blocks.0.attn.b_O");
      var biases = raw("blocks.0.attn.b_V");
      var written = raw("blocks.0.attn.W_O");
      for (var head = 0; head < 4; head++) {
        for (var i = 0; i < 3; i++) {
          for (var d = 0; d < 10; d++) {
            expected[d] += biases[head / 2 * 3 + i] * written[(head * 3 + i) * 10 + d];
          }
        }
      }
      assertArrayEquals(expected, read(weights, "blocks.0.attn.b_O"), ROUNDING);
      assertArrayEquals(new double[6], read(weights, "blocks.0.attn.b_V"));
    }
  }

  @Test
  void normalisationsGoIntoWhatReadsThem() throws Exception {
    try (var weights = processed(NormKind.LN, Switch.FOLD_LN)) {
      assertEquals(NormKind.LN_PRE, weights.config().norm().kind());
      assertEquals(NormKind.LN_PRE, weights.config().ends().finalNorm().orElseThrow().kind());
      assertTrue(weights.names().stream().noneMatch(name -> name.contains("ln")));
      for (var name : List.of("attn.W_Q", "attn.W_K", "attn.W_V")) {
        folded(weights, "blocks.0." + name, "blocks.0.ln1", new int[] {10, 3});
      }
      folded(weights, "blocks.0.mlp.W_in", "blocks.0.ln2", new int[] {10, 14});
      folded(weights, "blocks.0.mlp.W_out", "blocks.0.mlp.ln", new int[] {14, 10});
      folded(weights, "unembed.W_U", "ln_final", new int[] {10, 21});
    }
  }

  /// [read, written] for each head, or once.
  private static void folded(ModelWeights weights, String name, String norm, int[] shape)
      throws Exception {
    var before = raw(name);
    var after = read(weights, name);
    var w = raw(norm + ".w");
    var b = raw(norm + ".b");
    var biasName = name.replace("W_", "b_");
    var bias = raw(biasName);
    for (var block = 0; block < before.length / (shape[0] * shape[1]); block++) {
      for (var j = 0; j < shape[1]; j++) {
        var start = block * shape[0] * shape[1] + j;
        IntFunction<Double> scaled = i -> before[start + i * shape[1]] * w[i];
        var mean = 0.0;
        for (var i = 0; i < shape[0]; i++) {
          mean += scaled.apply(i) / shape[0];
          bias[block * shape[1] + j] += before[start + i * shape[1]] * b[i];
        }
        for (var i = 0; i < shape[0]; i++) {
          assertEquals(scaled.apply(i) - mean, after[start + i * shape[1]], ROUNDING, name);
        }
      }
    }
    assertArrayEquals(bias, read(weights, biasName), ROUNDING, biasName);
  }

  /// The order in which weights are read must not matter, although sums are remembered.
  @Test
  void weightsMayBeReadInAnyOrder() throws Exception {
    try (var forward = processed(NormKind.LN, Switch.values());
        var backward = processed(NormKind.LN, Switch.values())) {
      var all = new ArrayList<double[]>();
      for (var name : forward.names()) {
        all.add(read(forward, name));
      }
      for (var name : backward.names().reversed()) {
        assertArrayEquals(all.removeLast(), read(backward, name), name);
      }
    }
  }

  @Test
  void whatChangesNothingIsSaid() {
    try (var rms = processed(NormKind.RMS, Switch.values())) {
      assertEquals(
          List.of(
              "center_writing_weights changes nothing: division by the root mean square does not"
                  + " take the mean away."),
          rms.processing().notApplied());
      assertEquals(Processing.DEFAULT, rms.processing().asked());
      assertFalse(rms.processing().applied().centerWritingWeights());
    }
    try (var folded = processed(NormKind.LN_PRE, Switch.FOLD_LN)) {
      assertEquals(
          List.of("fold_ln changes nothing: the normalisations have no weights."),
          folded.processing().notApplied());
      assertEquals(Processing.NONE, folded.processing().applied());
    }
    var capped = config(NormKind.LN);
    var ends = new Ends(1, false, 10, capped.ends().finalNorm(), 30);
    var config =
        new ModelConfig(
            capped.architecture(),
            capped.dims(),
            capped.positions(),
            capped.attention().withLimits(Attention.NONE, 8),
            capped.mlp(),
            capped.norm(),
            capped.layout(),
            ends,
            capped.bos());
    try (var weights =
        ProcessedWeights.of(new LivelyWeights(config, 5), config, Processing.DEFAULT)) {
      assertEquals(
          List.of(
              "center_unembed changes nothing: the logits are capped, so that a constant added to"
                  + " all would count.",
              "fold_value_biases changes nothing: values are kept within limits after the bias is"
                  + " added."),
          weights.processing().notApplied());
    }
  }

  /// A tied unembedding stays the embedding as long as both are what they were.
  @Test
  void onlyWhatDiffersIsUntied() throws Exception {
    var folder = ModelFolder.read(Checkpoints.folder("gpt2"));
    for (var one : Switch.values()) {
      var asked = Processing.of(Set.of(one));
      try (var weights = ProcessedWeights.of(ModelWeights.open(folder), folder.config(), asked)) {
        assertEquals(one == Switch.FOLD_VALUE_BIASES, weights.tied(), one.text());
      }
    }
  }
}
