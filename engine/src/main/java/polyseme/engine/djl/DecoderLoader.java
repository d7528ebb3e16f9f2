// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.GlobalSite.LN_FINAL_NORMALIZED;
import static polyseme.engine.hook.GlobalSite.LN_FINAL_SCALE;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.Progress;

/// Reads the weights, one tensor after another, into native memory and builds the forward pass that
/// the configuration describes. All variation between models is decided here.
final class DecoderLoader {

  private final ModelConfig config;
  private final ModelWeights weights;
  private final NDManager manager;
  private final Progress progress;
  private final int tensors;
  private final LayerNorm.Constants streamNorm;
  private final LayerNorm.Constants neuronNorm;
  private final Functions functions;
  private final NDArray masked;
  private int read;

  /// Prepares the loading.
  ///
  /// @param config what the model is
  /// @param weights where its numbers come from
  /// @param manager keeps what is loaded
  /// @param progress told after each tensor, asked before it
  DecoderLoader(ModelConfig config, ModelWeights weights, NDManager manager, Progress progress) {
    this.config = config;
    this.weights = weights;
    this.manager = manager;
    this.progress = progress;
    this.tensors = weights.names().size() - (weights.tied() ? 1 : 0);
    this.streamNorm = constants(config.dims().dModel());
    this.neuronNorm = constants(Math.max(1, config.dims().dMlp()));
    this.functions = new Functions(manager);
    this.masked = manager.create(Float.NEGATIVE_INFINITY);
  }

  /// Loads everything.
  ///
  /// @return the forward pass
  /// @throws CheckpointException if a weight is missing or damaged
  Decoder load() throws CheckpointException {
    var embedding = new Decoder.Embedding(read("embed.W_E"), read("pos_embed.W_pos"));
    var blocks = new ArrayList<Block>();
    for (var layer = 0; layer < config.dims().nLayers(); layer++) {
      blocks.add(block(layer));
    }
    var norm =
        norm(
            "ln_final",
            new HookPoint.Global(LN_FINAL_SCALE),
            new HookPoint.Global(LN_FINAL_NORMALIZED));
    var unembed =
        weights.tied() ? embedding.tokens() : read("unembed.W_U").transpose(); // [dVocab, dModel]
    return new Decoder(
        embedding, blocks, new Decoder.Unembedding(norm, unembed, read("unembed.b_U")));
  }

  private Block block(int layer) throws CheckpointException {
    var ln1 = norm("ln1", layer, BlockSite.LN1_SCALE, BlockSite.LN1_NORMALIZED);
    var attention = new SelfAttention(layer, attention(layer), scoreScale(layer), masked);
    return new Block(layer, ln1, attention, config.attnOnly() ? null : neurons(layer));
  }

  private Block.Neurons neurons(int layer) throws CheckpointException {
    var ln2 = norm("ln2", layer, BlockSite.LN2_SCALE, BlockSite.LN2_NORMALIZED);
    var function = nonlinearity(layer);
    var prefix = "blocks.%d.mlp.".formatted(layer);
    var in = read(prefix + "W_in").transpose(); // [dMlp, dModel]
    var out = read(prefix + "W_out").transpose(); // [dModel, dMlp]
    return new Block.Neurons(
        ln2, new Mlp(layer, in, read(prefix + "b_in"), function, out, read(prefix + "b_out")));
  }

  private Nonlinearity nonlinearity(int layer) throws CheckpointException {
    var function = config.activation();
    if (function == ActivationFunction.SOLU || function == ActivationFunction.SOLU_LN) {
      var norm =
          function.normalised()
              ? norm("mlp.ln", layer, BlockSite.MLP_LN_SCALE, BlockSite.MLP_LN_NORMALIZED)
              : null;
      return new Nonlinearity.Solu(layer, norm);
    }
    return new Nonlinearity.Each(functions.of(function));
  }

  private SelfAttention.Weights attention(int layer) throws CheckpointException {
    var prefix = "blocks.%d.attn.".formatted(layer);
    var dims = config.dims();
    var width = (long) dims.nHeads() * dims.dHead();
    try (var scope = manager.newSubManager()) {
      var parts = new NDList();
      var biases = new NDList();
      // All weights, then all biases: parts of one tensor are read from it one after the other.
      for (var name : List.of("Q", "K", "V")) {
        var byHead = read(prefix + "W_" + name, scope).transpose(0, 2, 1); // [head, dHead, dModel]
        parts.add(byHead.reshape(width, dims.dModel())); // [head · dHead, dModel]
      }
      for (var name : List.of("Q", "K", "V")) {
        biases.add(read(prefix + "b_" + name, scope).reshape(width)); // [head · dHead]
      }
      var qkv = NDArrays.concat(parts); // [3 · head · dHead, dModel]
      var qkvBias = NDArrays.concat(biases); // [3 · head · dHead]
      qkv.attach(manager);
      qkvBias.attach(manager);
      var outByHead = read(prefix + "W_O");
      var out = outByHead.reshape(width, dims.dModel()).transpose(); // [dModel, head · dHead]
      return new SelfAttention.Weights(qkv, qkvBias, out, outByHead, read(prefix + "b_O"));
    }
  }

  private NDArray scoreScale(int layer) {
    var scale = config.attention().scale() * (config.attention().scaleByLayer() ? layer + 1 : 1);
    return manager.create((float) scale);
  }

  private LayerNorm norm(String name, int layer, BlockSite scale, BlockSite normalized)
      throws CheckpointException {
    return norm(
        "blocks.%d.%s".formatted(layer, name),
        new HookPoint.InBlock(layer, scale),
        new HookPoint.InBlock(layer, normalized));
  }

  private LayerNorm norm(String prefix, HookPoint scale, HookPoint normalized)
      throws CheckpointException {
    var constants = prefix.endsWith("mlp.ln") ? neuronNorm : streamNorm;
    return new LayerNorm(scale, normalized, affine(prefix), constants);
  }

  private LayerNorm.@Nullable Affine affine(String prefix) throws CheckpointException {
    return switch (config.norm().kind()) {
      case LN -> new LayerNorm.Affine(read(prefix + ".w"), read(prefix + ".b"));
      case LN_PRE, RMS, RMS_PRE -> null;
    };
  }

  private LayerNorm.Constants constants(int width) {
    var epsilon = config.norm().epsilon();
    return new LayerNorm.Constants(
        manager.ones(new Shape(width)),
        manager.zeros(new Shape(width)),
        epsilon,
        manager.create((float) epsilon));
  }

  private NDArray read(String name) throws CheckpointException {
    return read(name, manager);
  }

  private NDArray read(String name, NDManager into) throws CheckpointException {
    progress.checkCancelled();
    var tensor = weights.read(name);
    var shape = new Shape(tensor.shape().stream().map(Integer::longValue).toList());
    var array = into.create(shape, DataType.FLOAT32);
    array.toByteBuffer(true).asFloatBuffer().put(tensor.values());
    read++;
    progress.report("Loading weights", read, tensors, "tensors");
    return array;
  }
}
