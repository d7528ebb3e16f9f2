// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.WeightTensor;
import polyseme.engine.djl.DjlModels;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.Bos;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.model.ModelConfig.NormKind;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.Progress;

/// The engine computes what loops over doubles compute, also where no published checkpoint of the
/// reference is at hand: attention only, folded norms, scores scaled by layer, odd scales.
final class PlainForwardTest {

  /// Single precision over some twenty matrix products; a wrong term is a thousand times larger.
  private static final double ROUNDING = 5e-5;

  private static final Dims DIMS = new Dims(3, 12, 3, 5, 20, 16, 300);

  @ParameterizedTest
  @CsvSource({
    "SOLU_LN, LN, false, false, 2.2360679",
    "SOLU_LN, LN_PRE, false, false, 2.2360679",
    "GELU, LN, false, true, 2.2360679",
    "GELU_NEW, LN, false, true, 1",
    "GELU_NEW, LN_PRE, false, false, 3.5",
    "GELU, LN, true, false, 2.2360679",
    "GELU, LN_PRE, true, true, 0.7"
  })
  void engineAgreesWithLoopsOverDoubles(
      ActivationFunction activation, NormKind norm, boolean attnOnly, boolean byLayer, double scale)
      throws Exception {
    var dims = attnOnly ? new Dims(3, 12, 3, 5, 0, 16, 300) : DIMS;
    var config =
        ModelConfig.plain(
                Architecture.TRANSFORMER_LENS,
                dims,
                activation,
                new Norm(norm, 1e-3),
                new Bos("", true))
            .withAttention(Attention.plain(dims).withScale(scale, byLayer));
    var here = Path.of("random");
    var folder = new ModelFolder(here, "random", config, List.of(), here.resolve("t"), "");
    var ids = new int[] {0, 17, 256, 3, 3, 99, 17};
    try (var weights = new Widened(new RandomWeights(config, 7));
        var model = DjlModels.open(folder, weights, new ByteTokenizer(300), Progress.NONE)) {
      var expected = PlainForward.run(config, weights, ids);
      var hooks = new HashSet<HookPoint>();
      expected.keySet().forEach(name -> hooks.add(HookPoint.parse(name).orElseThrow()));
      var cache =
          model.run(ForwardRequest.capturing(TokenBatch.of(ids), Set.copyOf(hooks))).cache();
      assertEquals(expected.size(), cache.hooks().size());
      for (var hook : cache.hooks()) {
        var rows = expected.getOrDefault(hook.name(), List.of());
        for (var pos = 0; pos < ids.length; pos++) {
          for (var i = 0; i < rows.get(pos).length; i++) {
            var wanted = rows.get(pos)[i];
            assertEquals(
                wanted,
                cache.get(hook).get(0, pos, i),
                ROUNDING * Math.max(1, Math.abs(wanted)),
                hook + " " + pos + " " + i);
          }
        }
      }
      assertTrue(spread(expected.getOrDefault("unembed.hook_out", List.of())) > 1);
    }
  }

  /// Numbers that are all alike would agree whatever is computed.
  private static double spread(List<double[]> rows) {
    var all = rows.stream().flatMapToDouble(Arrays::stream).summaryStatistics();
    return all.getMax() - all.getMin();
  }

  /// Twelve times the weights, those of norms excepted, so that patterns and neurons are far from
  /// even.
  private record Widened(ModelWeights weights) implements ModelWeights {
    @Override
    public WeightTensor read(String name) throws CheckpointException {
      var tensor = weights.read(name);
      var values = tensor.values();
      var wider =
          ByteBuffer.allocateDirect(Float.BYTES * values.remaining())
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      var factor = name.endsWith(".w") ? 1 : 12;
      while (values.hasRemaining()) {
        wider.put(factor * values.get());
      }
      return new WeightTensor(tensor.shape(), wider.flip());
    }

    @Override
    public List<String> names() {
      return weights.names();
    }

    @Override
    public long parameters() {
      return weights.parameters();
    }

    @Override
    public List<String> unused() {
      return weights.unused();
    }

    @Override
    public void close() {
      weights.close();
    }
  }
}
