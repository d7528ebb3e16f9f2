// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.fake;

import java.nio.file.Path;
import java.util.List;
import polyseme.engine.HookedModel;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.hook.ActivationSink;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.ForwardResult;
import polyseme.engine.hook.GradientRequest;
import polyseme.engine.hook.GradientResult;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Bos;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.text.Tokenizer;

/// A model that is open and can do nothing.
public final class FakeModel implements HookedModel {

  @Override
  public ModelFolder folder() {
    return new ModelFolder(
        Path.of("models", "solu-2l"), "solu-2l", config(), List.of(), Path.of("t.json"), "0");
  }

  @Override
  public ModelConfig config() {
    return ModelConfig.plain(
        Architecture.TRANSFORMER_LENS,
        new ModelConfig.Dims(2, 16, 2, 8, 64, 128, 500),
        ActivationFunction.SOLU_LN,
        new ModelConfig.Norm(ModelConfig.NormKind.LN, 1e-5),
        new Bos("", true));
  }

  @Override
  public Tokenizer tokenizer() {
    return new FakeTokenizer();
  }

  @Override
  public List<HookPoint> hooks() {
    return List.of();
  }

  @Override
  public ForwardResult run(ForwardRequest request) {
    throw new UnsupportedOperationException("no view asks for it");
  }

  @Override
  public void stream(ForwardRequest request, ActivationSink sink) {
    throw new UnsupportedOperationException("no view asks for it");
  }

  @Override
  public GradientResult gradients(GradientRequest request) {
    throw new UnsupportedOperationException("nobody asks for it");
  }

  @Override
  public FloatMatrix inputWeights(int layer) {
    throw new UnsupportedOperationException("no view asks for it");
  }

  @Override
  public FloatMatrix outputWeights(int layer) {
    throw new UnsupportedOperationException("no view asks for it");
  }

  @Override
  public void close() {}
}
