// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import polyseme.engine.HookedModel;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.hook.ActivationCache;
import polyseme.engine.hook.ActivationSink;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.ForwardResult;
import polyseme.engine.hook.GlobalSite;
import polyseme.engine.hook.GradientRequest;
import polyseme.engine.hook.GradientResult;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.AppliedProcessing;
import polyseme.engine.model.Attention;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.Activations;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.text.Tokenizer;

/// A model in native memory. Every pass has memory of its own, given back when the pass ends; the
/// weights are shared and never written. Closing waits for the passes on their way.
final class DjlHookedModel implements HookedModel {

  private final Made made;
  private final Tokenizer tokenizer;
  private final NDManager manager;
  private final Decoder decoder;
  private final HookTable table;
  private final RequestCheck check;
  private final List<Attention.Layer> layers;
  private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
  private boolean closed;

  /// What the model is.
  ///
  /// @param folder where it came from
  /// @param config what it is after processing
  /// @param processing what became of its weights
  record Made(ModelFolder folder, ModelConfig config, AppliedProcessing processing) {}

  /// Takes over tokenizer and native memory.
  ///
  /// @param made what the model is
  /// @param tokenizer its tokenizer; closed with the model if it can be
  /// @param manager holds the weights
  /// @param decoder the forward pass
  DjlHookedModel(Made made, Tokenizer tokenizer, NDManager manager, Decoder decoder) {
    this.made = made;
    this.tokenizer = tokenizer;
    this.manager = manager;
    this.decoder = decoder;
    this.table = new HookTable(made.config());
    this.check = new RequestCheck(made.config().dims(), table);
    this.layers = made.config().attention().layers();
  }

  @Override
  public ModelFolder folder() {
    return made.folder();
  }

  @Override
  public ModelConfig config() {
    return made.config();
  }

  @Override
  public AppliedProcessing processing() {
    return made.processing();
  }

  @Override
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public List<HookPoint> hooks() {
    return table.firing();
  }

  @Override
  public ForwardResult run(ForwardRequest request) throws RequestException {
    var captured = new LinkedHashMap<HookPoint, Activations>();
    var logits = new LogitsBox();
    pass(
        request,
        request.logits(),
        (hook, values) -> captured.put(hook, activations(hook, values)),
        values -> logits.value = logits(captured, values));
    return new ForwardResult(new ActivationCache(captured), logits.value);
  }

  @Override
  public void stream(ForwardRequest request, ActivationSink sink) throws RequestException {
    pass(request, false, (hook, values) -> sink.accept(hook, Torch.view(values)), _ -> {});
  }

  private static final class LogitsBox {
    private @Nullable Activations value;
  }

  @Override
  public GradientResult gradients(GradientRequest request) throws RequestException {
    check.check(request);
    var tokens = request.tokens();
    return computed(
        tokens,
        scope -> {
          var leaves = new Leaves(request.hooks(), scope);
          var hooks = new Hooks(request.interventions(), changes(tokens), leaves);
          try {
            Differentiation.begin();
            var logits = decoder.apply(Pass.begin(scope, tokens, hooks));
            var value = Differentiation.backward(request.objective(), tokens, logits, leaves);
            var gradients = new LinkedHashMap<HookPoint, Activations>();
            leaves.all().forEach((hook, leaf) -> gradients.put(hook, gradient(hook, leaf)));
            return new GradientResult(value, new ActivationCache(gradients));
          } finally {
            NativeEngine.withoutGradients();
          }
        });
  }

  private static Activations gradient(HookPoint hook, NDArray leaf) {
    var gradient = leaf.getGradient();
    gradient.attach(leaf.getManager());
    return activations(hook, gradient);
  }

  private void pass(
      ForwardRequest request, boolean toLogits, Hooks.Capture capture, Consumer<NDArray> logits)
      throws RequestException {
    check.check(request);
    var last = toLogits ? null : table.last(request.capture());
    if (last == null && !toLogits) {
      return;
    }
    var tokens = request.tokens();
    computed(
        tokens,
        scope -> {
          NativeEngine.withoutGradients();
          var hooks = new Hooks(request, changes(tokens), last, capture);
          try {
            logits.accept(decoder.apply(Pass.begin(scope, tokens, hooks)));
          } catch (Hooks.Ended _) {
            // Everything asked for has been handed on.
          }
          return tokens;
        });
  }

  private Changes changes(TokenBatch tokens) {
    return new Changes(new Reach(tokens, layers));
  }

  /// Computes with memory of its own, which is given back, while the model stays open.
  private <T> T computed(TokenBatch tokens, Function<NDManager, T> work) throws RequestException {
    lifetime.readLock().lock();
    try (var scope = opened().newSubManager()) {
      return work.apply(scope);
    } catch (EngineException failed) {
      if (NativeEngine.isOutOfMemory(failed)) {
        throw tooLarge(tokens);
      }
      throw failed;
    } finally {
      lifetime.readLock().unlock();
    }
  }

  private static RequestException tooLarge(TokenBatch tokens) {
    return new RequestException(
        "There is not enough memory for a pass over %d × %d tokens."
            .formatted(tokens.rows(), tokens.width()),
        "Use fewer or shorter texts at a time.");
  }

  private NDManager opened() throws RequestException {
    if (closed) {
      throw new RequestException(
          "The model %s was closed.".formatted(made.folder().name()), "Open it again.");
    }
    return manager;
  }

  // Without a soft cap the logits are what the last hook point holds.
  private Activations logits(Map<HookPoint, Activations> captured, NDArray values) {
    var hook = new HookPoint.Global(GlobalSite.UNEMBED_OUT);
    var already = captured.get(hook);
    return already == null || Double.isFinite(config().ends().logitSoftCap())
        ? activations(hook, values)
        : already;
  }

  private static Activations activations(HookPoint hook, NDArray values) {
    var shape = Arrays.stream(values.getShape().getShape()).mapToObj(Math::toIntExact).toList();
    return Activations.wrap(hook.axes(), shape, Torch.copy(values));
  }

  @Override
  public FloatMatrix inputWeights(int layer) throws RequestException {
    var dims = made.config().dims();
    var rows = matrix(neurons(layer).in().weight()); // [dModel, dMlp]
    var values = new float[rows.length];
    for (var neuron = 0; neuron < dims.dMlp(); neuron++) {
      for (var i = 0; i < dims.dModel(); i++) {
        values[neuron * dims.dModel() + i] = rows[i * dims.dMlp() + neuron];
      }
    }
    return FloatMatrix.wrap(dims.dMlp(), dims.dModel(), values);
  }

  @Override
  public FloatMatrix outputWeights(int layer) throws RequestException {
    var dims = made.config().dims();
    return FloatMatrix.wrap(dims.dMlp(), dims.dModel(), matrix(neurons(layer).out().weight()));
  }

  private Mlp neurons(int layer) throws RequestException {
    check.checkLayer(layer);
    var neurons = decoder.blocks().get(layer).neurons();
    if (neurons == null) {
      throw new RequestException(
          "%s has no neurons: its blocks are attention only.".formatted(made.folder().name()),
          "Choose a model with MLPs.");
    }
    return neurons.mlp();
  }

  // The weights lie in memory the other way round than the pass reads them.
  private float[] matrix(NDArray read) throws RequestException {
    lifetime.readLock().lock();
    try (var scope = opened().newSubManager()) {
      var stored = read.transpose();
      stored.attach(scope);
      return Torch.copy(stored);
    } finally {
      lifetime.readLock().unlock();
    }
  }

  /// How many native arrays live between passes; for tests.
  int arrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public void close() {
    lifetime.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        manager.close();
        if (tokenizer instanceof DjlTokenizer owned) {
          owned.close();
        }
      }
    } finally {
      lifetime.writeLock().unlock();
    }
  }
}
