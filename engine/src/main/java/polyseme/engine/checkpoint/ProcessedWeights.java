// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polyseme.engine.model.AppliedProcessing;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.Processing;
import polyseme.engine.task.CheckpointException;

/// The weights of a model after [Processing], made tensor by tensor while they are read: each in
/// the place it is read to, from itself and the few vectors that go into it. Of the rest only sums
/// as long as a bias are kept.
public final class ProcessedWeights implements ModelWeights {

  private final ModelWeights raw;
  private final ModelConfig config;
  private final AppliedProcessing processing;
  private final Map<String, List<Integer>> shapes;
  private final Map<String, List<Recipes.Step>> recipes;
  private final boolean tied;
  // Sums over a weight that a bias wants, kept when the weight is read so that it is read once.
  private final Map<String, double[]> sums = new HashMap<>();

  private ProcessedWeights(ModelWeights raw, ModelConfig before, Processing asked) {
    var rules = new ProcessingRules(asked, before, valueBiases(raw, before));
    this.raw = raw;
    this.config = rules.config();
    this.processing = rules.report();
    this.shapes = WeightShapes.of(before);
    this.recipes = Recipes.of(before, rules);
    this.tied =
        raw.tied() && !recipes.containsKey("embed.W_E") && !recipes.containsKey("unembed.W_U");
  }

  /// Weights that are processed when they are read.
  ///
  /// @param raw the weights as they were trained; closed with these
  /// @param config what that model is
  /// @param asked how to process them
  /// @return the weights, and what became of the model
  public static ProcessedWeights of(ModelWeights raw, ModelConfig config, Processing asked) {
    return new ProcessedWeights(raw, config, asked);
  }

  private static boolean valueBiases(ModelWeights raw, ModelConfig config) {
    for (var layer = 0; layer < config.dims().nLayers(); layer++) {
      if (raw.stored("blocks.%d.attn.b_V".formatted(layer))) {
        return true;
      }
    }
    return false;
  }

  /// The model that these weights belong to.
  ///
  /// @return the configuration after processing
  public ModelConfig config() {
    return config;
  }

  /// What became of the processing.
  ///
  /// @return what applies to this model, and what does not
  public AppliedProcessing processing() {
    return processing;
  }

  @Override
  public WeightTensor read(String name) throws CheckpointException {
    if (!recipes.containsKey(name)) {
      return raw.read(name);
    }
    var tensor = WeightTensor.allocate(shape(name));
    read(name, tensor.writable());
    return tensor;
  }

  @Override
  public void read(String name, FloatBuffer target) throws CheckpointException {
    var values = target.slice();
    raw.read(name, target);
    for (var step : recipes.getOrDefault(name, List.of())) {
      apply(step, name, values);
    }
  }

  private void apply(Recipes.Step step, String name, FloatBuffer values)
      throws CheckpointException {
    switch (step) {
      case Recipes.Scale(var axis, var by) ->
          AxisMath.of(shape(name), axis).scale(values, raw.read(by).values());
      case Recipes.Centre(var axis) -> AxisMath.of(shape(name), axis).centre(values);
      case Recipes.Keep(var sum) -> sums.put(sum.weight(), dot(sum, values));
      case Recipes.Add(var sum) -> add(values, sum(sum));
      case Recipes.Clear() -> {
        for (var i = 0; i < values.limit(); i++) {
          values.put(i, 0);
        }
      }
    }
  }

  private static void add(FloatBuffer values, double[] sum) {
    for (var i = 0; i < sum.length; i++) {
      values.put(i, (float) (values.get(i) + sum[i]));
    }
  }

  private double[] sum(Recipes.Sum sum) throws CheckpointException {
    var known = sums.get(sum.weight());
    if (known != null) {
      return known;
    }
    var made = dot(sum, WeightTensor.copyOf(raw, sum.weight(), shape(sum.weight())));
    sums.put(sum.weight(), made);
    return made;
  }

  private double[] dot(Recipes.Sum sum, FloatBuffer weight) throws CheckpointException {
    return switch (sum) {
      case Recipes.Plain(var name, var axis, var vector) ->
          AxisMath.of(shape(name), axis).dot(weight, doubles(raw.read(vector).values()));
      case Recipes.OfValues(var name, var bias, var folded) ->
          valuesWritten(shape(name), weight, valueBias(bias, folded));
      case Recipes.Projected(var name, var first) ->
          AxisMath.of(shape(name), 0).dot(weight, sum(first));
    };
  }

  // [keyValueHead · dHead]
  private double[] valueBias(String bias, List<Recipes.Sum> folded) throws CheckpointException {
    var values = doubles(raw.read(bias).values());
    for (var part : folded) {
      var added = sum(part);
      for (var i = 0; i < values.length; i++) {
        values[i] += added[i];
      }
    }
    return values;
  }

  /// What a constant value of each head writes: Σ over heads and their axis of b_V · W_O, a head of
  /// values as often as queries share it.
  private static double[] valuesWritten(List<Integer> shape, FloatBuffer weight, double[] biases) {
    var heads = shape.getFirst();
    var dHead = shape.get(1);
    var sharing = heads * dHead / biases.length;
    var coefficients = new double[heads * dHead];
    for (var i = 0; i < coefficients.length; i++) {
      var head = i / dHead / sharing;
      coefficients[i] = biases[head * dHead + i % dHead];
    }
    return new AxisMath(1, coefficients.length, shape.getLast()).dot(weight, coefficients);
  }

  private static double[] doubles(FloatBuffer values) {
    var doubles = new double[values.remaining()];
    for (var i = 0; i < doubles.length; i++) {
      doubles[i] = values.get(i);
    }
    return doubles;
  }

  private List<Integer> shape(String name) {
    var shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalStateException(name);
    }
    return shape;
  }

  @Override
  public List<String> names() {
    return List.copyOf(WeightShapes.of(config).keySet());
  }

  @Override
  public boolean stored(String name) {
    return raw.stored(name);
  }

  @Override
  public boolean tied() {
    return tied;
  }

  @Override
  public long parameters() {
    return raw.parameters();
  }

  @Override
  public List<String> unused() {
    return raw.unused();
  }

  @Override
  public void close() {
    raw.close();
  }
}
