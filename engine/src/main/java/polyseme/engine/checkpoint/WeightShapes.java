// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import polyseme.engine.model.BlockLayout.NormPlace;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.model.Positions;

/// Which weights a model has, in TransformerLens' names and shapes, from embedding to unembedding.
public final class WeightShapes {

  private final ModelConfig config;
  private final Map<String, List<Integer>> shapes = new LinkedHashMap<>();

  private WeightShapes(ModelConfig config) {
    this.config = config;
  }

  /// Lists the weights of a model.
  ///
  /// @param config what the model is
  /// @return shape of each weight by its name, in order
  public static Map<String, List<Integer>> of(ModelConfig config) {
    var all = new WeightShapes(config);
    all.embedding();
    for (var layer = 0; layer < config.dims().nLayers(); layer++) {
      all.block("blocks." + layer + ".");
    }
    all.unembedding();
    return all.shapes;
  }

  private void embedding() {
    var dims = config.dims();
    var width = config.ends().embeddingWidth();
    add("embed.W_E", dims.dVocab(), width);
    if (width != dims.dModel()) {
      add("embed.W_project", width, dims.dModel());
    }
    if (config.ends().embeddingNorm()) {
      norm("embed.ln", config.writingNorm(), dims.dModel());
    }
    if (config.positions() == Positions.LEARNED || config.positions() == Positions.SHORTFORMER) {
      add("pos_embed.W_pos", dims.nCtx(), dims.dModel());
    }
  }

  private void block(String block) {
    var dModel = config.dims().dModel();
    var twice = config.layout().norms() == NormPlace.BEFORE_AND_AFTER;
    norm(block + "ln1", config.norm(), dModel);
    attention(block + "attn.");
    if (twice) {
      norm(block + "ln1_post", config.writingNorm(), dModel);
    }
    if (config.attnOnly()) {
      return;
    }
    norm(block + "ln2", config.norm(), dModel);
    mlp(block + "mlp.");
    if (twice) {
      norm(block + "ln2_post", config.writingNorm(), dModel);
    }
  }

  private void attention(String attn) {
    var dims = config.dims();
    var heads = Map.of("Q", dims.nHeads());
    for (var kind : List.of("Q", "K", "V")) {
      var count = heads.getOrDefault(kind, config.attention().nKeyValueHeads());
      add(attn + "W_" + kind, count, dims.dModel(), dims.dHead());
      add(attn + "b_" + kind, count, dims.dHead());
    }
    config
        .attention()
        .queryKeyNorm()
        .ifPresent(norm -> {
          var keys = config.attention().nKeyValueHeads();
          norm(attn + "q_norm", norm.norm(), (norm.wholeRow() ? dims.nHeads() : 1) * dims.dHead());
          norm(attn + "k_norm", norm.norm(), (norm.wholeRow() ? keys : 1) * dims.dHead());
        });
    add(attn + "W_O", dims.nHeads(), dims.dHead(), dims.dModel());
    add(attn + "b_O", dims.dModel());
  }

  private void mlp(String mlp) {
    var dims = config.dims();
    if (config.mlp().gated()) {
      add(mlp + "W_gate", dims.dModel(), dims.dMlp());
      add(mlp + "b_gate", dims.dMlp());
    }
    add(mlp + "W_in", dims.dModel(), dims.dMlp());
    add(mlp + "b_in", dims.dMlp());
    if (config.activation().normalised()) {
      norm(mlp + "ln", config.norm(), dims.dMlp());
    }
    add(mlp + "W_out", dims.dMlp(), dims.dModel());
    add(mlp + "b_out", dims.dModel());
  }

  private void unembedding() {
    var dims = config.dims();
    var width = config.ends().embeddingWidth();
    config.ends().finalNorm().ifPresent(norm -> norm("ln_final", norm, dims.dModel()));
    if (width != dims.dModel()) {
      add("unembed.W_project", dims.dModel(), width);
    }
    add("unembed.W_U", width, dims.dVocab());
    add("unembed.b_U", dims.dVocab());
  }

  private void norm(String name, Norm norm, int width) {
    if (norm.kind().weighted()) {
      add(name + ".w", width);
      if (norm.kind().centred()) {
        add(name + ".b", width);
      }
    }
  }

  private void add(String name, Integer... shape) {
    shapes.put(name, List.of(shape));
  }
}
