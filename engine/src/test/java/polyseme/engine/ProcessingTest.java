// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ProcessedWeights;
import polyseme.engine.djl.DjlModels;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.BlockLayout;
import polyseme.engine.model.BlockLayout.NormPlace;
import polyseme.engine.model.Bos;
import polyseme.engine.model.Ends;
import polyseme.engine.model.Mlp;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.model.ModelConfig.NormKind;
import polyseme.engine.model.Positions;
import polyseme.engine.model.Processing;
import polyseme.engine.model.Processing.Switch;
import polyseme.engine.model.Rope;
import polyseme.engine.task.Progress;
import polyseme.engine.task.RequestException;

/// Whatever a model looks like, processing leaves its log-probabilities as they are, unless it says
/// that it does not; and a switch that is said to change nothing changes no bit.
final class ProcessingTest {

  /// Single precision over two blocks, twice; what a forgotten term changes is a thousand times
  /// larger.
  private static final double ROUNDING = 1e-4;

  private static final int VOCABULARY = 300;
  private static final int[] IDS = {0, 17, 256, 3, 3, 99, 17, 201, 5};

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void logProbabilitiesStay(int seed) throws Exception {
    var config = config(new SplittableRandom(seed));
    var raw = logProbabilities(config, seed, Processing.NONE);
    assertTrue(spread(raw) > 1, "all alike");
    for (var asked : everySwitchAloneAndAll()) {
      try (var weights = ProcessedWeights.of(new LivelyWeights(config, seed), config, asked)) {
        var report = weights.processing();
        var processed = logProbabilities(config, seed, asked);
        if (report.applied().equals(Processing.NONE) && report.warnings().isEmpty()) {
          assertArrayEquals(raw, processed, 0, () -> asked + " on " + config);
          assertFalse(report.notApplied().isEmpty());
        } else if (report.warnings().isEmpty()) {
          assertArrayEquals(raw, processed, ROUNDING, () -> asked + " on " + config);
        }
      }
    }
  }

  private static List<Processing> everySwitchAloneAndAll() {
    var all = new ArrayList<>(List.of(Processing.DEFAULT));
    for (var one : Switch.values()) {
      all.add(Processing.of(Set.of(one)));
      all.add(Processing.of(EnumSet.complementOf(EnumSet.of(one))));
    }
    return all;
  }

  private static double[] logProbabilities(ModelConfig config, int seed, Processing asked)
      throws Exception {
    var here = Path.of("random");
    var folder = new ModelFolder(here, "random", config, List.of(), here.resolve("t"), "");
    try (var weights = ProcessedWeights.of(new LivelyWeights(config, seed), config, asked);
        var model = DjlModels.open(folder, weights, new ByteTokenizer(300), Progress.NONE)) {
      assertEquals(asked, model.processing().asked());
      var request = ForwardRequest.capturing(TokenBatch.of(IDS), Set.of()).withLogits();
      var logits = model.run(request).logits();
      assertNotNull(logits);
      var values = new double[IDS.length * VOCABULARY];
      for (var pos = 0; pos < IDS.length; pos++) {
        var sum = 0.0;
        for (var i = 0; i < VOCABULARY; i++) {
          sum += Math.exp(logits.get(0, pos, i));
        }
        for (var i = 0; i < VOCABULARY; i++) {
          values[pos * VOCABULARY + i] = logits.get(0, pos, i) - Math.log(sum);
        }
      }
      return values;
    }
  }

  /// The reference takes the mean off what the unembedding reads although a division by the root
  /// mean square kept it. Its published losses of such models were measured that way.
  @Test
  void whereTheReferenceChangesLogProbabilitiesAWarningSaysSo() throws Exception {
    var dims = new Dims(2, 12, 6, 4, 20, 16, VOCABULARY);
    var plain =
        ModelConfig.plain(
            Architecture.TRANSFORMER_LENS,
            dims,
            ActivationFunction.SOLU_LN,
            new Norm(NormKind.LN, 1e-3),
            new Bos("", true));
    var config = plain.withNorms(plain.norm(), Optional.of(new Norm(NormKind.RMS, 1e-3)));
    try (var weights =
        ProcessedWeights.of(new LivelyWeights(config, 1), config, Processing.DEFAULT)) {
      assertEquals(1, weights.processing().warnings().size());
      assertEquals(NormKind.RMS_PRE, weights.config().ends().finalNorm().orElseThrow().kind());
    }
    var raw = logProbabilities(config, 1, Processing.NONE);
    assertTrue(difference(raw, logProbabilities(config, 1, Processing.DEFAULT)) > ROUNDING);
  }

  private static double spread(double... values) {
    var range = Arrays.stream(values).summaryStatistics();
    return range.getMax() - range.getMin();
  }

  private static double difference(double[] one, double[] other) {
    return IntStream.range(0, one.length)
        .mapToDouble(i -> Math.abs(one[i] - other[i]))
        .max()
        .orElse(0);
  }

  private static <T> T pick(SplittableRandom random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static ModelConfig config(SplittableRandom random) {
    var attnOnly = random.nextInt(8) == 0;
    var dims = new Dims(2, 12, 6, 4, attnOnly ? 0 : 20, 16, VOCABULARY);
    var norm = new Norm(pick(random, List.of(NormKind.values())), 1e-3);
    var kinds =
        List.of(
            BlockLayout.SEQUENTIAL,
            BlockLayout.SEQUENTIAL,
            BlockLayout.PARALLEL,
            new BlockLayout(false, NormPlace.BEFORE_AND_AFTER, false),
            new BlockLayout(false, NormPlace.AFTER_BRANCH, false),
            new BlockLayout(false, NormPlace.AFTER_SUM, false),
            new BlockLayout(false, NormPlace.BEFORE, true));
    var layout = pick(random, kinds);
    var positions = pick(random, List.of(Positions.values()));
    var gated = random.nextInt(3) == 0;
    var activation =
        gated
            ? ActivationFunction.SILU
            : pick(random, List.of(ActivationFunction.SOLU_LN, ActivationFunction.GELU));
    return new ModelConfig(
        Architecture.TRANSFORMER_LENS,
        dims,
        positions,
        attention(random, dims, positions),
        new Mlp(activation, gated),
        norm,
        layout,
        ends(random, dims, norm),
        new Bos("", true));
  }

  private static Attention attention(SplittableRandom random, Dims dims, Positions positions) {
    var rope = new Rope(2, Rope.Pairing.HALVES, 10_000, new Rope.Unscaled());
    var layer =
        new Attention.Layer(
            random.nextInt(2) * 3,
            positions == Positions.ROTARY ? Optional.of(rope) : Optional.empty());
    var clip = random.nextInt(6) == 0 ? 0.7 : Attention.NONE;
    var cap = random.nextInt(3) == 0 ? 5 : Attention.NONE;
    var attention =
        Attention.plain(dims)
            .withLayers(Collections.nCopies(dims.nLayers(), layer))
            .withLimits(cap, clip)
            .withKeyValueHeads(pick(random, List.of(6, 3, 2, 1)));
    var headNorm = new Norm(NormKind.RMS, 1e-3);
    return random.nextInt(3) == 0
        ? attention.withQueryKeyNorm(new Attention.QueryKeyNorm(headNorm, random.nextBoolean()))
        : attention;
  }

  private static Ends ends(SplittableRandom random, Dims dims, Norm norm) {
    var last =
        switch (random.nextInt(6)) {
          case 0 -> Optional.<Norm>empty();
          case 1 ->
              Optional.of(new Norm(norm.kind().weighted() ? NormKind.RMS : NormKind.RMS_PRE, 1e-3));
          default -> Optional.of(norm);
        };
    return new Ends(
        random.nextInt(3) == 0 ? 3 : 1,
        random.nextInt(3) == 0,
        random.nextInt(3) == 0 ? 7 : dims.dModel(),
        last,
        random.nextInt(4) == 0 ? 4 : Attention.NONE);
  }

  @Test
  void everySwitchReadsWhatItWrites() throws Exception {
    for (var asked : everySwitchAloneAndAll()) {
      assertEquals(asked, Processing.parse(asked.text()));
    }
    assertEquals("none", Processing.NONE.text());
    assertEquals("default", Processing.DEFAULT.text());
    assertEquals(
        Processing.of(Set.of(Switch.FOLD_LN, Switch.CENTER_UNEMBED)),
        Processing.parse(" center_unembed, FOLD_LN "));
  }

  @Test
  void anotherTextIsRefusedWithTheNamesThereAre() {
    for (var text : List.of("", "all", "fold_ln,", "fold_ln,folded", "none,fold_ln")) {
      var refused = assertThrows(RequestException.class, () -> Processing.parse(text), text);
      assertTrue(refused.remedy().contains("center_writing_weights"), refused.remedy());
    }
  }
}
