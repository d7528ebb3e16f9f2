// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.space;

import polyseme.analysis.scan.Scan;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.WeightTensor;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.StoreException;
import polyseme.engine.tensor.FloatMatrix;

/// Makes points of neurons. Weights are read from the model's files; no native engine is started.
public final class Features {

  private Features() {}

  /// Points from what the neurons did: `[neuron, position]`, each row's mean taken off and its
  /// Euclidean length made 1, computed in double, no unit. The dot product of two rows is then the
  /// correlation of the neurons over the scan's shared positions. A neuron that never varies there
  /// has no direction and stays the zero vector; [NeuronFeatures#withoutDirection()] names these.
  ///
  /// @param scan a scan with activation profiles
  /// @return one point a neuron
  /// @throws StoreException if the scan is damaged or holds an activation that is not finite
  /// @throws RequestException if the scan has no neurons or kept no shared positions
  public static NeuronFeatures ofActivations(Scan scan) throws StoreException, RequestException {
    var neurons = scan.neurons();
    requireNeurons(neurons, scan.provenance().modelName());
    var profiles = scan.activationProfiles();
    if (profiles.columns() == 0) {
      throw new RequestException(
          "This scan kept no activation profiles.",
          "Scan again with profile positions, or choose the points w-in or w-out.");
    }
    var columns = profiles.columns();
    var points = new float[Math.multiplyExact(neurons.size(), columns)];
    var row = new float[columns];
    for (var i = 0; i < neurons.size(); i++) {
      profiles.copyRow(i, row);
      for (var value : row) {
        if (!Float.isFinite(value)) {
          throw new StoreException(
              "The scan holds an activation of %s that is %s.".formatted(neurons.id(i), value),
              "Scan again; if it comes back, the model overflows on this corpus.");
        }
      }
      putStandardised(row, points, i * columns);
    }
    return new NeuronFeatures(
        neurons, FloatMatrix.wrap(neurons.size(), columns, points), FeatureSpace.ACTIVATIONS);
  }

  private static void putStandardised(float[] row, float[] into, int offset) {
    var mean = 0.0;
    var varies = false;
    for (var value : row) {
      mean += value;
      varies |= value != row[0];
    }
    if (!varies) {
      return;
    }
    mean /= row.length;
    var square = 0.0;
    for (var value : row) {
      square += (value - mean) * (value - mean);
    }
    var length = Math.sqrt(square);
    for (var j = 0; j < row.length; j++) {
      into[offset + j] = (float) ((row[j] - mean) / length);
    }
  }

  /// Points from what the neurons read: row = the neuron's column of W_in, `[neuron, dModel]`, as
  /// the checkpoint has it: nothing folded in, neither centred nor scaled.
  ///
  /// @param folder the model's folder
  /// @return one point a neuron, all layers
  /// @throws CheckpointException if the weights cannot be read or are not finite
  /// @throws RequestException if the model has no neurons
  public static NeuronFeatures ofInputWeights(ModelFolder folder)
      throws CheckpointException, RequestException {
    return ofWeights(folder, FeatureSpace.INPUT_WEIGHTS);
  }

  /// Points from what the neurons write: row = the neuron's row of W_out, `[neuron, dModel]`, as
  /// the checkpoint has it: nothing folded in, neither centred nor scaled.
  ///
  /// @param folder the model's folder
  /// @return one point a neuron, all layers
  /// @throws CheckpointException if the weights cannot be read or are not finite
  /// @throws RequestException if the model has no neurons
  public static NeuronFeatures ofOutputWeights(ModelFolder folder)
      throws CheckpointException, RequestException {
    return ofWeights(folder, FeatureSpace.OUTPUT_WEIGHTS);
  }

  private static NeuronFeatures ofWeights(ModelFolder folder, FeatureSpace space)
      throws CheckpointException, RequestException {
    requireNeurons(folder.config().neurons(), folder.name());
    try (var weights = ModelWeights.open(folder)) {
      return ofWeights(folder.config(), weights, space);
    }
  }

  /// Points from weights that are open already, as [#ofInputWeights] or [#ofOutputWeights].
  ///
  /// @param config the model's sizes; it has neurons
  /// @param weights its weights; stay open
  /// @param space input or output weights
  /// @return one point a neuron, all layers
  /// @throws CheckpointException if a weight cannot be read, is misshapen or is not finite
  /// @throws RequestException if the model has no neurons, or more than fit into one matrix
  /// @throws IllegalArgumentException if the space is not one of weights
  public static NeuronFeatures ofWeights(
      ModelConfig config, ModelWeights weights, FeatureSpace space)
      throws CheckpointException, RequestException {
    var neurons = config.neurons();
    requireNeurons(neurons, "This model");
    var dModel = config.dims().dModel();
    if ((long) neurons.size() * dModel > Integer.MAX_VALUE) {
      throw new RequestException(
          "%d neurons of %d weights do not fit into one map.".formatted(neurons.size(), dModel),
          "Choose the points activations.");
    }
    var points = new float[neurons.size() * dModel];
    for (var layer = 0; layer < neurons.nLayers(); layer++) {
      var offset = layer * neurons.dMlp() * dModel;
      switch (space) {
        case INPUT_WEIGHTS -> putColumns(read(weights, config, layer, true), points, offset);
        case OUTPUT_WEIGHTS ->
            read(weights, config, layer, false)
                .values()
                .get(points, offset, neurons.dMlp() * dModel);
        case ACTIVATIONS -> throw new IllegalArgumentException("activations are no weights");
      }
    }
    requireFinite(points, neurons, dModel, space);
    return new NeuronFeatures(neurons, FloatMatrix.wrap(neurons.size(), dModel, points), space);
  }

  private static WeightTensor read(
      ModelWeights weights, ModelConfig config, int layer, boolean input)
      throws CheckpointException {
    var name = "blocks.%d.mlp.%s".formatted(layer, input ? "W_in" : "W_out");
    var tensor = weights.read(name);
    var dims = config.dims();
    var shape =
        input
            ? java.util.List.of(dims.dModel(), dims.dMlp())
            : java.util.List.of(dims.dMlp(), dims.dModel());
    if (!tensor.shape().equals(shape)) {
      throw new CheckpointException(
          "%s has the shape %s instead of %s.".formatted(name, tensor.shape(), shape),
          "Check that weights and config.json belong to the same model.");
    }
    return tensor;
  }

  /// `[dModel, dMlp]` into `[dMlp, dModel]`.
  private static void putColumns(WeightTensor tensor, float[] into, int offset) {
    var dModel = tensor.shape().getFirst();
    var dMlp = tensor.shape().getLast();
    var values = tensor.values();
    var line = new float[dMlp];
    for (var i = 0; i < dModel; i++) {
      values.get(line);
      for (var neuron = 0; neuron < dMlp; neuron++) {
        into[offset + neuron * dModel + i] = line[neuron];
      }
    }
  }

  private static void requireFinite(
      float[] points, NeuronIndex neurons, int columns, FeatureSpace space)
      throws CheckpointException {
    for (var i = 0; i < points.length; i++) {
      if (!Float.isFinite(points[i])) {
        throw new CheckpointException(
            "%s of the neuron %s holds the number %s."
                .formatted(space.title(), neurons.id(i / columns), points[i]),
            "The checkpoint is damaged or its training went astray; choose another one.");
      }
    }
  }

  private static void requireNeurons(NeuronIndex neurons, String model) throws RequestException {
    if (neurons.size() == 0) {
      throw new RequestException(
          "%s has no MLP and so no neurons.".formatted(model), "Choose a model with MLP layers.");
    }
  }
}
