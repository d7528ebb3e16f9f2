// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.BlockSite.K_NORM_NORMALIZED;
import static polyseme.engine.hook.BlockSite.K_NORM_SCALE;
import static polyseme.engine.hook.BlockSite.K_ROW_NORMALIZED;
import static polyseme.engine.hook.BlockSite.K_ROW_SCALE;
import static polyseme.engine.hook.BlockSite.Q_NORM_NORMALIZED;
import static polyseme.engine.hook.BlockSite.Q_NORM_SCALE;
import static polyseme.engine.hook.BlockSite.Q_ROW_NORMALIZED;
import static polyseme.engine.hook.BlockSite.Q_ROW_SCALE;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyseme.engine.djl.Projections.Sizes;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.model.Attention;
import polyseme.engine.model.Attention.QueryKeyNorm;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.Positions;
import polyseme.engine.model.Rope;
import polyseme.engine.task.CheckpointException;

/// Builds the attention of each block as the configuration describes it.
final class AttentionLoader {

  private final ModelConfig config;
  private final Attention attention;
  private final WeightReader weights;
  private final NDArray masked;
  private final @Nullable NDArray softCap;
  private final @Nullable NDArray slopes;
  private final Map<Rope, Rotary> rotaries = new HashMap<>();

  AttentionLoader(ModelConfig config, WeightReader weights) {
    var manager = weights.manager();
    this.config = config;
    this.attention = config.attention();
    this.weights = weights;
    this.masked = manager.create(Float.NEGATIVE_INFINITY);
    this.softCap =
        Double.isInfinite(attention.softCap()) ? null : manager.create((float) attention.softCap());
    var heads = config.dims().nHeads();
    this.slopes =
        config.positions() == Positions.ALIBI
            ? manager.create(Scores.slopes(heads), new Shape(heads, 1, 1))
            : null;
  }

  /// The attention of one block.
  ///
  /// @param layer the block
  /// @throws CheckpointException if a weight is missing or damaged
  SelfAttention load(int layer) throws CheckpointException {
    var dims = config.dims();
    var prefix = "blocks.%d.attn.".formatted(layer);
    var sizes = new Sizes(dims.nHeads(), attention.nKeyValueHeads(), dims.dHead());
    var projections = new Projections(joint(prefix, sizes), sizes, attention.clip());
    var own = attention.layers().get(layer);
    var scale = attention.scale() * (attention.scaleByLayer() ? layer + 1 : 1);
    var scores =
        new Scores(weights.manager().create((float) scale), softCap, slopes, own.window(), masked);
    return new SelfAttention(
        layer, projections, preparation(layer, prefix, own), scores, output(prefix));
  }

  private SelfAttention.Preparation preparation(int layer, String prefix, Attention.Layer own)
      throws CheckpointException {
    var rotary = own.rope().map(this::rotary).orElse(null);
    var norm = attention.queryKeyNorm().orElse(null);
    if (norm == null) {
      return new SelfAttention.Preparation(null, null, false, rotary);
    }
    var rows = norm.wholeRow();
    var ofQueries =
        rows
            ? at(layer, Q_ROW_SCALE, Q_ROW_NORMALIZED)
            : at(layer, Q_NORM_SCALE, Q_NORM_NORMALIZED);
    var ofKeys =
        rows
            ? at(layer, K_ROW_SCALE, K_ROW_NORMALIZED)
            : at(layer, K_NORM_SCALE, K_NORM_NORMALIZED);
    var q = norm(prefix + "q_norm", norm, config.dims().nHeads(), ofQueries);
    var k = norm(prefix + "k_norm", norm, attention.nKeyValueHeads(), ofKeys);
    return new SelfAttention.Preparation(q, k, rows, rotary);
  }

  private Normalisation norm(String name, QueryKeyNorm norm, int heads, Normalisation.At at)
      throws CheckpointException {
    var width = (norm.wholeRow() ? heads : 1) * config.dims().dHead();
    return weights.norm(name, norm.norm(), width, at);
  }

  private static Normalisation.At at(int layer, BlockSite scale, BlockSite normalized) {
    return new Normalisation.At(
        new HookPoint.InBlock(layer, scale), new HookPoint.InBlock(layer, normalized));
  }

  // Blocks of one kind share their table.
  private Rotary rotary(Rope rope) {
    return rotaries.computeIfAbsent(
        rope, key -> new Rotary(key, config.dims().dHead(), weights.manager()));
  }

  private Linear joint(String prefix, Sizes sizes) throws CheckpointException {
    var dModel = config.dims().dModel();
    try (var scope = weights.manager().newSubManager()) {
      var parts = new NDList();
      var biases = new NDList();
      // All weights, then all biases: parts of one tensor are read from it one after the other.
      for (var name : List.of("Q", "K", "V")) {
        var byHead = weights.read(prefix + "W_" + name, scope); // [head, dModel, dHead]
        var rows = byHead.getShape().get(0) * sizes.dHead();
        parts.add(byHead.transpose(0, 2, 1).reshape(rows, dModel)); // [head · dHead, dModel]
      }
      for (var name : List.of("Q", "K", "V")) {
        biases.add(weights.read(prefix + "b_" + name, scope).reshape(-1)); // [head · dHead]
      }
      var weight = NDArrays.concat(parts); // [(heads + 2 · keyValueHeads) · dHead, dModel]
      var bias = NDArrays.concat(biases);
      weight.attach(weights.manager());
      bias.attach(weights.manager());
      return new Linear(weight, bias);
    }
  }

  private SelfAttention.Output output(String prefix) throws CheckpointException {
    var byHead = weights.read(prefix + "W_O"); // [head, dHead, dModel]
    var width = byHead.getShape().get(0) * byHead.getShape().get(1);
    var joined =
        byHead.reshape(width, config.dims().dModel()).transpose(); // [dModel, head · dHead]
    var bias = weights.read(prefix + "b_O");
    return new SelfAttention.Output(new Linear(joined, bias), byHead);
  }
}
