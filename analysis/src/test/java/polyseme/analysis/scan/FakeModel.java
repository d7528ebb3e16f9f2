// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import polyseme.analysis.gather.PositionPicker;
import polyseme.engine.HookedModel;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.hook.ActivationSink;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.ForwardResult;
import polyseme.engine.hook.GradientRequest;
import polyseme.engine.hook.GradientResult;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Bos;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.text.Tokenizer;

/// A model whose activations are a plain function of the token, the one before it and the position,
/// so that everything a scan says can be worked out again.
final class FakeModel implements HookedModel {

  static final int LAYERS = 2;
  static final int NEURONS = 9;
  static final int CONTEXT = 24;
  static final int D_MODEL = 4;

  /// Fires at `q` after `z`.
  static final int PLANTED = 2;

  /// Far from 0 with little variance.
  static final int DISTANT = 3;

  /// Never varies.
  static final int CONSTANT = 0;

  private final ByteTokenizer tokenizer;
  private final float poison;
  private String digest = "0";
  final AtomicLong tokensSeen = new AtomicLong();

  FakeModel(boolean begins) {
    this(begins, 0f);
  }

  /// @param poison what neuron L1.4 gives at `#`, its negative at `$`
  FakeModel(boolean begins, float poison) {
    tokenizer = new ByteTokenizer(begins);
    this.poison = poison;
  }

  /// The same model with other weights, as far as anybody can tell from its files.
  FakeModel digested(String letter) {
    digest = letter;
    return this;
  }

  /// What a neuron gives; `position` counts within the window, a beginning-of-text token included.
  float activation(int layer, int neuron, int token, int before, int position) {
    var noise = noise(layer * 31 + neuron, token, before, position);
    return switch (neuron) {
      case CONSTANT -> 0.5f;
      case 1 -> token % 3 * 0.5f - (layer == 0 ? 0f : 0.5f);
      case PLANTED -> token == 'q' + 1 && before == 'z' + 1 ? 10f + layer : noise * 0.5f;
      case DISTANT -> 1000f + noise * 0.001f;
      case 4 -> poison != 0f && layer == 1 ? poisoned(token, noise) : noise;
      case 5 -> (float) Math.pow(noise + 0.5f, 9) * 100;
      case 6 -> noise < 0 ? -0f : 0f;
      case 7 -> (float) Math.exp(noise * 50);
      default -> -Math.max(0f, noise);
    };
  }

  private float poisoned(int token, float otherwise) {
    return token == '#' + 1 ? poison : token == '$' + 1 ? -poison : otherwise;
  }

  private static float noise(int a, int b, int c, int d) {
    var hash = PositionPicker.hash(a * 1000L + b, c, d);
    return (hash >>> 40) / (float) (1 << 24) - 0.5f;
  }

  @Override
  public void stream(ForwardRequest request, ActivationSink sink) {
    var tokens = request.tokens();
    for (var layer = 0; layer < LAYERS; layer++) {
      for (var site : List.of(BlockSite.RESID_MID, BlockSite.PRE, BlockSite.POST)) {
        var hook = new HookPoint.InBlock(layer, site);
        if (request.capture().contains(hook)) {
          sink.accept(hook, values(layer, site, tokens));
        }
      }
    }
    tokensSeen.addAndGet(IntStream.range(0, tokens.rows()).mapToLong(tokens::length).sum());
  }

  /// What a site gives; `pre` is twice `post`, and the residual stream depends on tokens alone.
  private float value(int layer, BlockSite site, int n, int token, int before, int position) {
    return switch (site) {
      case RESID_MID -> noise(layer + 100, n, token, before);
      case PRE -> 2 * activation(layer, n, token, before, position);
      default -> activation(layer, n, token, before, position);
    };
  }

  private FloatBuffer values(int layer, BlockSite site, TokenBatch tokens) {
    var width = site == BlockSite.RESID_MID ? D_MODEL : NEURONS;
    var bytes = ByteBuffer.allocateDirect(4 * tokens.rows() * tokens.width() * width);
    var values = bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (var row = 0; row < tokens.rows(); row++) {
      for (var p = 0; p < tokens.width(); p++) {
        for (var n = 0; n < width; n++) {
          // what fills a row up is no number: it must not be looked at; the first token is extreme
          var before = p == 0 ? -1 : tokens.id(row, p - 1);
          var value = value(layer, site, n, tokens.id(row, p), before, p);
          value = tokenizer.bosId() == 0 && p == 0 ? 1e30f : value;
          values.put(p < tokens.length(row) ? value : Float.NaN);
        }
      }
    }
    return values.flip();
  }

  @Override
  public ModelFolder folder() {
    return new ModelFolder(
        Path.of("fake"), "fake", config(), List.of(), Path.of("tokenizer.json"), digest.repeat(64));
  }

  @Override
  public ModelConfig config() {
    return ModelConfig.plain(
        Architecture.TRANSFORMER_LENS,
        new ModelConfig.Dims(LAYERS, D_MODEL, 1, 4, NEURONS, CONTEXT, 257),
        ActivationFunction.GELU,
        new ModelConfig.Norm(ModelConfig.NormKind.LN, 1e-5),
        new Bos("", true));
  }

  @Override
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public List<HookPoint> hooks() {
    return IntStream.range(0, LAYERS).mapToObj(HookPoint::post).toList();
  }

  @Override
  public ForwardResult run(ForwardRequest request) throws RequestException {
    throw new UnsupportedOperationException();
  }

  @Override
  public GradientResult gradients(GradientRequest request) {
    throw new UnsupportedOperationException("nobody asks for it");
  }

  @Override
  public FloatMatrix inputWeights(int layer) throws RequestException {
    throw new UnsupportedOperationException();
  }

  @Override
  public FloatMatrix outputWeights(int layer) throws RequestException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
