// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.NeuronStats;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanOptions;
import polyseme.analysis.scan.ScanProvenance;
import polyseme.analysis.scan.ScanRun;
import polyseme.analysis.scan.ScannedDocument;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.WeightTensor;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Bos;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.StoreException;
import polyseme.engine.tensor.FloatMatrix;

class FeaturesTest {

  private static NeuronFeatures activations(int rows, float... values) throws PolysemeException {
    var index = new NeuronIndex(1, rows);
    var profiles = FloatMatrix.wrap(rows, rows == 0 ? 0 : values.length / rows, values);
    return Features.ofActivations(new FakeScan(index, profiles));
  }

  @Test
  void activationsLoseTheirMeanAndGetLengthOne() throws PolysemeException {
    var points = activations(1, 1, 2, 3, 10).points();
    // minus 4, over the root of 9 + 4 + 1 + 36
    var length = Math.sqrt(50);
    for (var j = 0; j < 4; j++) {
      assertEquals((new int[] {1, 2, 3, 10}[j] - 4) / length, points.get(0, j), 1e-7);
    }
  }

  @Test
  void neuronsThatFireTogetherLieTogether() throws PolysemeException {
    var points = activations(2, 1, 2, 3, 300, 500, 700).points();
    for (var j = 0; j < 3; j++) {
      assertEquals(points.get(0, j), points.get(1, j), 1e-7);
    }
  }

  @Test
  void aNeuronThatNeverVariesIsZeroAndNamed() throws PolysemeException {
    var features = activations(2, 0.1f, 0.1f, 0.1f, 1, 2, 3);
    for (var j = 0; j < 3; j++) {
      assertEquals(0, features.points().get(0, j));
    }
    assertEquals(List.of(0), features.withoutDirection().rows().boxed().toList());
    assertEquals(FeatureSpace.ACTIVATIONS, features.space());
  }

  @Test
  void anActivationThatIsNoNumberNamesItsNeuron() {
    var refused = assertThrows(StoreException.class, () -> activations(2, 1, 2, 3, Float.NaN));
    assertEquals("The scan holds an activation of L0.1 that is NaN.", refused.what());
  }

  @Test
  void aScanWithoutProfilesSaysSo() {
    assertThrows(RequestException.class, () -> activations(3));
  }

  @Test
  void aModelWithoutNeuronsSaysSo() {
    assertThrows(RequestException.class, () -> activations(0));
    assertThrows(
        RequestException.class,
        () ->
            Features.ofWeights(
                config(2, 3, true), new FakeWeights(Map.of()), FeatureSpace.INPUT_WEIGHTS));
  }

  /// Two blocks of three neurons, dModel 2.
  private static final Map<String, WeightTensor> WEIGHTS =
      Map.of(
          "blocks.0.mlp.W_in", tensor(2, 3, 1, 2, 3, 4, 5, 6),
          "blocks.1.mlp.W_in", tensor(2, 3, 7, 8, 9, 10, 11, 12),
          "blocks.0.mlp.W_out", tensor(3, 2, 1, 2, 3, 4, 5, 6),
          "blocks.1.mlp.W_out", tensor(3, 2, 0, 0, 9, 10, 11, 12));

  @Test
  void inputWeightsAreTheColumnsOfWIn() throws PolysemeException {
    var features =
        Features.ofWeights(
            config(2, 3, false), new FakeWeights(WEIGHTS), FeatureSpace.INPUT_WEIGHTS);
    assertEquals(
        FloatMatrix.wrap(6, 2, new float[] {1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12}),
        features.points());
    assertEquals(FeatureSpace.INPUT_WEIGHTS, features.space());
    assertTrue(features.withoutDirection().isEmpty());
  }

  @Test
  void outputWeightsAreTheRowsOfWOut() throws PolysemeException {
    var features =
        Features.ofWeights(
            config(2, 3, false), new FakeWeights(WEIGHTS), FeatureSpace.OUTPUT_WEIGHTS);
    assertEquals(
        FloatMatrix.wrap(6, 2, new float[] {1, 2, 3, 4, 5, 6, 0, 0, 9, 10, 11, 12}),
        features.points());
    assertEquals(List.of(3), features.withoutDirection().rows().boxed().toList());
  }

  @Test
  void aWeightThatIsNoNumberNamesItsNeuron() {
    var weights = new FakeWeights(Map.of("blocks.0.mlp.W_in", tensor(2, 2, 1, 2, 3, Float.NaN)));
    var refused =
        assertThrows(
            CheckpointException.class,
            () -> Features.ofWeights(config(1, 2, false), weights, FeatureSpace.INPUT_WEIGHTS));
    assertEquals("W_in of the neuron L0.1 holds the number NaN.", refused.what());
  }

  @Test
  void aWeightOfAnotherShapeNamesBoth() {
    var weights = new FakeWeights(Map.of("blocks.0.mlp.W_in", tensor(3, 2, 1, 2, 3, 4, 5, 6)));
    var refused =
        assertThrows(
            CheckpointException.class,
            () -> Features.ofWeights(config(1, 3, false), weights, FeatureSpace.INPUT_WEIGHTS));
    assertEquals("blocks.0.mlp.W_in has the shape [3, 2] instead of [2, 3].", refused.what());
  }

  private static WeightTensor tensor(int rows, int columns, float... values) {
    var buffer =
        ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder()).asFloatBuffer();
    return new WeightTensor(List.of(rows, columns), buffer.put(values).flip());
  }

  private static ModelConfig config(int layers, int dMlp, boolean attnOnly) {
    return ModelConfig.plain(
        Architecture.TRANSFORMER_LENS,
        new ModelConfig.Dims(layers, 2, 1, 2, attnOnly ? 0 : dMlp, 8, 10),
        ActivationFunction.SOLU_LN,
        new ModelConfig.Norm(ModelConfig.NormKind.LN, 1e-5),
        new Bos("<s>", true));
  }

  private record FakeWeights(Map<String, WeightTensor> tensors) implements ModelWeights {
    @Override
    public WeightTensor read(String name) throws CheckpointException {
      var tensor = tensors.get(name);
      if (tensor == null) {
        throw new CheckpointException("no " + name, "none");
      }
      return tensor;
    }

    @Override
    public List<String> names() {
      return List.copyOf(tensors.keySet());
    }

    @Override
    public long parameters() {
      return 0;
    }

    @Override
    public List<String> unused() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private record FakeScan(NeuronIndex neurons, FloatMatrix activationProfiles) implements Scan {
    @Override
    public ScanProvenance provenance() {
      return new ScanProvenance(
          "test",
          "fake",
          "",
          "",
          "",
          "",
          "mlp.hook_post",
          "none",
          true,
          1,
          1,
          ScanOptions.defaults());
    }

    @Override
    public NeuronStats stats(int row) {
      throw new UnsupportedOperationException();
    }

    @Override
    public NeuronProfile profile(NeuronId id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ScanRun run() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ScannedDocument document(int number) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<TokenRef> profilePositions() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
