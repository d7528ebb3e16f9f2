// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
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
import polyseme.engine.model.Rope;
import polyseme.engine.model.Rope.Pairing;

/// Small configurations in which every variant of a decoder occurs.
public final class Layouts {

  /// Width of a head.
  private static final int D_HEAD = 6;

  private static final Dims DIMS = new Dims(3, 12, 4, D_HEAD, 20, 24, 300);
  private static final Rope.Scaling UNSCALED = new Rope.Unscaled();

  private Layouts() {}

  /// One configuration for each variant.
  ///
  /// @return configurations by what is special about them
  public static Map<String, ModelConfig> all() {
    var all = new LinkedHashMap<String, ModelConfig>();
    all.put("sequential", plain());
    all.put("solu", activation(plain(), ActivationFunction.SOLU_LN, false));
    all.put("attention only", attentionOnly(plain()));
    all.put("parallel", laidOut(plain(), BlockLayout.PARALLEL));
    all.put("before and after", norms(NormPlace.BEFORE_AND_AFTER));
    all.put("after branch", norms(NormPlace.AFTER_BRANCH));
    all.put("after sum", norms(NormPlace.AFTER_SUM));
    all.put("attention only, after sum", attentionOnly(norms(NormPlace.AFTER_SUM)));
    all.put("residual from norm", laidOut(plain(), new BlockLayout(false, NormPlace.BEFORE, true)));
    all.put("rms", normed(plain(), NormKind.RMS));
    all.put("gated", activation(normed(plain(), NormKind.RMS), ActivationFunction.SILU, true));
    all.put("grouped queries", attention(plain(), a -> a.withKeyValueHeads(2)));
    all.put("rotary halves", rotary(plain(), new Rope(D_HEAD, Pairing.HALVES, 1e4, UNSCALED)));
    all.put("rotary adjacent", rotary(plain(), new Rope(D_HEAD, Pairing.ADJACENT, 1e4, UNSCALED)));
    all.put("rotary partial", rotary(plain(), new Rope(4, Pairing.HALVES, 1e3, UNSCALED)));
    all.put("alibi", positions(plain(), Positions.ALIBI));
    all.put("shortformer", positions(plain(), Positions.SHORTFORMER));
    all.put("windows", windows(plain()));
    all.put("soft caps", capped(plain()));
    all.put("clip", attention(plain(), a -> a.withLimits(Attention.NONE, 0.4)));
    all.put("norm of each head", queryKeyNorm(plain(), false));
    all.put("norm of all heads", queryKeyNorm(plain(), true));
    all.put("embedding norm", ends(plain(), new Ends(3, true, 12, lastNorm(), Attention.NONE)));
    all.put(
        "narrow embedding", ends(plain(), new Ends(1, false, 8, Optional.empty(), Attention.NONE)));
    all.put("everything", everything());
    return all;
  }

  private static ModelConfig everything() {
    var config = activation(norms(NormPlace.BEFORE_AND_AFTER), ActivationFunction.GELU_NEW, true);
    var turned = rotary(config, new Rope(4, Pairing.HALVES, 1e4, new Rope.Linear(2)));
    var grouped = attention(queryKeyNorm(turned, false), a -> a.withKeyValueHeads(2));
    return capped(windows(grouped));
  }

  /// A configuration by chance.
  ///
  /// @param seed where the chance begins
  /// @return the same for the same seed
  public static ModelConfig random(long seed) {
    var random = new SplittableRandom(seed);
    var config = random.nextInt(8) == 0 ? attentionOnly(plain()) : plain();
    var functions = ActivationFunction.values();
    config =
        activation(config, functions[random.nextInt(functions.length)], random.nextInt(3) == 0);
    var kinds = NormKind.values();
    config = normed(config, kinds[random.nextInt(kinds.length)]);
    config = laidOut(config, layout(random));
    config = positioned(config, random);
    config = random.nextBoolean() ? config : windows(config);
    config = random.nextBoolean() ? config : capped(config);
    if (random.nextBoolean()) {
      config = queryKeyNorm(config, random.nextBoolean());
    }
    var heads = new int[] {1, 2, 4}[random.nextInt(3)];
    var scale = 1 + 2 * random.nextDouble();
    var byLayer = random.nextInt(4) == 0;
    var clip = random.nextInt(4) == 0 ? 1.5 : Attention.NONE;
    config =
        attention(
            config,
            a ->
                a.withKeyValueHeads(heads).withScale(scale, byLayer).withLimits(a.softCap(), clip));
    var norm = random.nextInt(4) == 0 ? Optional.<Norm>empty() : Optional.of(config.norm());
    return ends(
        config,
        new Ends(
            random.nextBoolean() ? 1 : 3.5,
            random.nextInt(4) == 0,
            random.nextInt(4) == 0 ? 8 : 12,
            norm,
            config.ends().logitSoftCap()));
  }

  private static BlockLayout layout(SplittableRandom random) {
    return switch (random.nextInt(7)) {
      case 0 -> BlockLayout.PARALLEL;
      case 1 -> new BlockLayout(false, NormPlace.BEFORE_AND_AFTER, false);
      case 2 -> new BlockLayout(false, NormPlace.AFTER_BRANCH, false);
      case 3 -> new BlockLayout(false, NormPlace.AFTER_SUM, false);
      case 4 -> new BlockLayout(false, NormPlace.BEFORE, true);
      case 5 -> new BlockLayout(true, NormPlace.BEFORE_AND_AFTER, false);
      default -> BlockLayout.SEQUENTIAL;
    };
  }

  private static ModelConfig positioned(ModelConfig config, SplittableRandom random) {
    var kinds = Positions.values();
    var kind = kinds[random.nextInt(kinds.length)];
    if (kind != Positions.ROTARY) {
      return positions(config, kind);
    }
    var width = new int[] {2, 4, 6}[random.nextInt(3)];
    var pairing = random.nextBoolean() ? Pairing.HALVES : Pairing.ADJACENT;
    var scaling =
        switch (random.nextInt(6)) {
          case 0 -> new Rope.Linear(1.5 + random.nextDouble());
          case 1 -> new Rope.Dynamic(2, 5);
          case 2 -> new Rope.Llama3(4, 1, 3, 9);
          case 3 -> new Rope.Yarn(4, 9, 32, 1, random.nextBoolean(), 1.2);
          case 4 -> new Rope.LongRope(factors(width, 1.1), factors(width, 2.3), 5, 1.3);
          default -> UNSCALED;
        };
    var theta = width == 2 && scaling instanceof Rope.Dynamic ? 1e4 : 1e2;
    // The exponent of dynamic scaling is not defined for a single pair.
    var defined = width == 2 && scaling instanceof Rope.Dynamic ? UNSCALED : scaling;
    return rotary(config, new Rope(width, pairing, theta, defined));
  }

  private static List<Double> factors(int width, double first) {
    var factors = new ArrayList<Double>();
    for (var i = 0; i < width / 2; i++) {
      factors.add(first + i);
    }
    return factors;
  }

  private static Optional<Norm> lastNorm() {
    return Optional.of(plain().norm());
  }

  /// Learned positions, one half after the other, nothing special.
  ///
  /// @return a configuration like GPT-2's
  public static ModelConfig plain() {
    return ModelConfig.plain(
        Architecture.TRANSFORMER_LENS,
        DIMS,
        ActivationFunction.GELU_NEW,
        new Norm(NormKind.LN, 1e-3),
        new Bos("", true));
  }

  private static ModelConfig attentionOnly(ModelConfig c) {
    var d = c.dims();
    var dims = new Dims(d.nLayers(), d.dModel(), d.nHeads(), d.dHead(), 0, d.nCtx(), d.dVocab());
    return new ModelConfig(
        c.architecture(),
        dims,
        c.positions(),
        c.attention(),
        c.mlp(),
        c.norm(),
        c.layout(),
        c.ends(),
        c.bos());
  }

  /// The same with other neurons.
  ///
  /// @param c a configuration
  /// @param function of the neurons
  /// @param gated whether they are
  /// @return a new value
  public static ModelConfig activation(ModelConfig c, ActivationFunction function, boolean gated) {
    return with(c, c.positions(), new Mlp(function, gated), c.norm(), c.layout());
  }

  private static ModelConfig laidOut(ModelConfig c, BlockLayout layout) {
    return with(c, c.positions(), c.mlp(), c.norm(), layout);
  }

  private static ModelConfig norms(NormPlace place) {
    return laidOut(normed(plain(), NormKind.RMS), new BlockLayout(false, place, false));
  }

  private static ModelConfig normed(ModelConfig c, NormKind kind) {
    var norm = new Norm(kind, 1e-3);
    var changed = with(c, c.positions(), c.mlp(), norm, c.layout());
    return ends(changed, Ends.plain(c.dims(), norm));
  }

  private static ModelConfig positions(ModelConfig c, Positions positions) {
    return with(c, positions, c.mlp(), c.norm(), c.layout());
  }

  private static ModelConfig with(
      ModelConfig c, Positions positions, Mlp mlp, Norm norm, BlockLayout layout) {
    return new ModelConfig(
        c.architecture(), c.dims(), positions, c.attention(), mlp, norm, layout, c.ends(), c.bos());
  }

  private static ModelConfig ends(ModelConfig c, Ends ends) {
    return new ModelConfig(
        c.architecture(),
        c.dims(),
        c.positions(),
        c.attention(),
        c.mlp(),
        c.norm(),
        c.layout(),
        ends,
        c.bos());
  }

  private static ModelConfig attention(ModelConfig c, UnaryOperator<Attention> change) {
    return c.withAttention(change.apply(c.attention()));
  }

  private static ModelConfig rotary(ModelConfig c, Rope rope) {
    var layer = new Attention.Layer(Attention.Layer.ALL, Optional.of(rope));
    var layers = Collections.nCopies(c.dims().nLayers(), layer);
    return attention(positions(c, Positions.ROTARY), a -> a.withLayers(layers));
  }

  /// Every second block sees three positions only.
  private static ModelConfig windows(ModelConfig c) {
    var layers = new ArrayList<Attention.Layer>();
    for (var layer : c.attention().layers()) {
      var window = layers.size() % 2 == 0 ? 3 : Attention.Layer.ALL;
      layers.add(new Attention.Layer(window, layer.rope()));
    }
    return attention(c, a -> a.withLayers(layers));
  }

  private static ModelConfig capped(ModelConfig c) {
    var e = c.ends();
    var ends =
        new Ends(e.embeddingScale(), e.embeddingNorm(), e.embeddingWidth(), e.finalNorm(), 2.5);
    return ends(attention(c, a -> a.withLimits(1.5, a.clip())), ends);
  }

  private static ModelConfig queryKeyNorm(ModelConfig c, boolean wholeRow) {
    var norm = new Attention.QueryKeyNorm(new Norm(NormKind.RMS, 1e-3), wholeRow);
    return attention(c, a -> a.withQueryKeyNorm(norm));
  }
}
