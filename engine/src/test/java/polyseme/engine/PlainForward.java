// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.BlockLayout.NormPlace;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.Positions;
import polyseme.engine.task.CheckpointException;

/// A decoder written down once more, loop by loop in double precision, after the definitions of
/// TransformerLens and transformers; of one text. Slow, and shares nothing with the engine.
final class PlainForward {

  /// Where the logits lie among the hook points.
  static final String LOGITS = "logits";

  private final PlainPass pass;
  private final ModelConfig config;
  private final int dModel;

  private PlainForward(ModelConfig config, ModelWeights weights) {
    this.config = config;
    this.pass = new PlainPass(config, weights);
    this.dModel = config.dims().dModel();
  }

  /// What every hook point holds, in firing order, and the logits last: name to a row for each
  /// position, or for each head and query.
  static Map<String, List<double[]>> run(ModelConfig config, ModelWeights weights, int... ids)
      throws CheckpointException {
    var forward = new PlainForward(config, weights);
    forward.run(ids);
    return forward.pass.hooks();
  }

  private void run(int... ids) throws CheckpointException {
    var embed = embedded(ids);
    var places = placed(ids.length);
    var added = config.positions() == Positions.LEARNED;
    var stream = added ? PlainMath.sum(embed, places) : embed;
    for (var layer = 0; layer < config.dims().nLayers(); layer++) {
      stream = block(layer, stream, added ? List.of() : places);
    }
    var last = config.ends().finalNorm().orElse(null);
    var read = last == null ? stream : pass.norm("ln_final", last, dModel, true, stream);
    pass.at("unembed.hook_in", read);
    if (config.ends().embeddingWidth() != dModel) {
      read = PlainMath.linear(read, pass.weight("unembed.W_project"));
    }
    var logits = pass.linear(read, "unembed.W_U", "unembed.b_U");
    pass.at("unembed.hook_out", logits);
    var cap = config.ends().logitSoftCap();
    pass.at(LOGITS, PlainMath.eachNumber(logits, x -> PlainMath.softCap(x, cap)));
  }

  private List<double[]> embedded(int... ids) throws CheckpointException {
    var ends = config.ends();
    var width = ends.embeddingWidth();
    var table = pass.weight("embed.W_E");
    List<double[]> rows = new ArrayList<>();
    var numbers = new ArrayList<double[]>();
    for (var id : ids) {
      rows.add(Arrays.copyOfRange(table, id * width, (id + 1) * width));
      numbers.add(new double[] {id});
    }
    pass.at("hook_tokens", numbers);
    if (width != dModel) {
      rows = PlainMath.linear(rows, pass.weight("embed.W_project"));
    }
    rows = PlainMath.eachNumber(rows, x -> x * ends.embeddingScale());
    if (ends.embeddingNorm()) {
      rows = pass.norm("embed.ln", config.writingNorm(), dModel, true, rows);
    }
    return pass.at("hook_embed", rows);
  }

  private List<double[]> placed(int length) throws CheckpointException {
    if (config.positions() != Positions.LEARNED && config.positions() != Positions.SHORTFORMER) {
      return List.of();
    }
    var table = pass.weight("pos_embed.W_pos");
    var rows = new ArrayList<double[]>();
    for (var pos = 0; pos < length; pos++) {
      rows.add(Arrays.copyOfRange(table, pos * dModel, (pos + 1) * dModel));
    }
    return pass.at("hook_pos_embed", rows);
  }

  private List<double[]> block(int layer, List<double[]> x, List<double[]> toScores)
      throws CheckpointException {
    var block = "blocks." + layer + ".";
    pass.at(block + "hook_resid_pre", x);
    inputsOfHeads(block, x);
    var read = first() ? norm(block + "ln1", x) : x;
    var positioned = toScores.isEmpty() ? read : PlainMath.sum(read, toScores);
    var attended = new PlainAttention(pass, layer).apply(read, positioned);
    attended = twice() ? norm(block + "ln1_post", attended) : attended;
    pass.at(block + "hook_attn_out", attended);
    var base = config.layout().residualFromNorm() ? read : x;
    var mid = joined(base, attended, block + "ln1");
    if (config.attnOnly()) {
      return pass.at(block + "hook_resid_post", mid);
    }
    if (config.layout().parallel()) {
      var beside = neurons(block, readByNeurons(block, x));
      return pass.at(block + "hook_resid_post", PlainMath.sum(mid, beside));
    }
    pass.at(block + "hook_resid_mid", mid);
    var second = readByNeurons(block, mid);
    var out = neurons(block, second);
    base = config.layout().residualFromNorm() ? second : mid;
    return pass.at(block + "hook_resid_post", joined(base, out, block + "ln2"));
  }

  private List<double[]> readByNeurons(String block, List<double[]> x) throws CheckpointException {
    pass.at(block + "hook_mlp_in", x);
    return first() ? norm(block + "ln2", x) : x;
  }

  private void inputsOfHeads(String block, List<double[]> x) {
    var heads = config.dims().nHeads();
    var keyHeads = config.attention().nKeyValueHeads();
    if (heads == keyHeads) {
      pass.at(block + "hook_attn_in", PlainMath.repeated(x, heads));
    }
    pass.at(block + "hook_q_input", PlainMath.repeated(x, heads));
    pass.at(block + "hook_k_input", PlainMath.repeated(x, keyHeads));
    pass.at(block + "hook_v_input", PlainMath.repeated(x, keyHeads));
  }

  private boolean first() {
    return config.layout().norms() == NormPlace.BEFORE || twice();
  }

  private boolean twice() {
    return config.layout().norms() == NormPlace.BEFORE_AND_AFTER;
  }

  private List<double[]> norm(String name, List<double[]> x) throws CheckpointException {
    var second = name.endsWith("_post");
    return pass.norm(name, second ? config.writingNorm() : config.norm(), dModel, true, x);
  }

  private List<double[]> joined(List<double[]> x, List<double[]> written, String norm)
      throws CheckpointException {
    return switch (config.layout().norms()) {
      case BEFORE, BEFORE_AND_AFTER -> PlainMath.sum(x, written);
      case AFTER_BRANCH -> PlainMath.sum(x, norm(norm, written));
      case AFTER_SUM -> norm(norm, PlainMath.sum(x, written));
    };
  }

  private List<double[]> neurons(String block, List<double[]> x) throws CheckpointException {
    var mlp = block + "mlp.";
    var gated = config.mlp().gated();
    var in = gated ? "gate" : "in";
    var pre = pass.at(mlp + "hook_pre", pass.linear(x, mlp + "W_" + in, mlp + "b_" + in));
    var linear =
        gated
            ? pass.at(mlp + "hook_pre_linear", pass.linear(x, mlp + "W_in", mlp + "b_in"))
            : List.<double[]>of();
    var post = activation(mlp, pre);
    post = pass.at(mlp + "hook_post", gated ? PlainMath.product(post, linear) : post);
    var out = pass.linear(post, mlp + "W_out", mlp + "b_out");
    return pass.at(block + "hook_mlp_out", twice() ? norm(block + "ln2_post", out) : out);
  }

  private List<double[]> activation(String mlp, List<double[]> pre) throws CheckpointException {
    var function = config.activation();
    if (function != ActivationFunction.SOLU && function != ActivationFunction.SOLU_LN) {
      return PlainMath.eachNumber(pre, PlainMath.function(function));
    }
    var soft = PlainMath.each(pre, double[]::clone);
    soft.forEach(PlainMath::softmax);
    var solu = PlainMath.product(soft, pre);
    if (function == ActivationFunction.SOLU) {
      return solu;
    }
    pass.at(mlp + "hook_mid", solu);
    return pass.norm(mlp + "ln", config.norm(), config.dims().dMlp(), true, solu);
  }
}
