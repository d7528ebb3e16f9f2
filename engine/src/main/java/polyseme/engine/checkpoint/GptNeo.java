// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.Attention;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.model.ModelConfig.NormKind;
import polyseme.engine.task.CheckpointException;
import tools.jackson.databind.JsonNode;

/// GPT-Neo and TinyStories. Scores are not divided by anything; every second layer, or whichever
/// the configuration lists, sees a window only.
final class GptNeo implements Family {

  private static final Pattern BLOCK = Pattern.compile("h\\.(\\d{1,9})\\..*");
  private static final Pattern BUFFER =
      Pattern.compile("h\\.\\d{1,9}\\.attn\\.attention\\.(bias|masked_bias)");
  private static final int USUAL_REPEATS = 12;

  @Override
  public ModelConfig config(ConfigFields fields, BosToken bos) throws CheckpointException {
    CommonRules.check(fields);
    var dims = dims(fields);
    var attention = Attention.plain(dims).withScale(1, false).withLayers(layers(fields, dims));
    return ModelConfig.plain(
            Architecture.GPT_NEO,
            dims,
            NotNull.activation(fields, "activation_function", "gelu_new"),
            new Norm(NormKind.LN, NotNull.positive(fields, "layer_norm_epsilon", 1e-5)),
            bos.find("<|endoftext|>", true))
        .withAttention(attention);
  }

  private static Dims dims(ConfigFields fields) throws CheckpointException {
    var sizes = new GptSizes(fields);
    var dModel = sizes.size("hidden_size", 2048);
    return sizes.dims(
        sizes.size("num_hidden_layers", "num_layers", 24),
        dModel,
        sizes.size("num_attention_heads", "num_heads", 16),
        sizes.neurons("intermediate_size", dModel),
        sizes.size("max_position_embeddings", 2048),
        50_257);
  }

  private static List<Attention.Layer> layers(ConfigFields fields, Dims dims)
      throws CheckpointException {
    var window = NotNull.size(fields, "window_size", 256);
    var listed = fields.mentions("attention_layers");
    var key = listed ? "attention_layers" : "attention_types";
    var kinds = listed ? names(fields, key, fields.root().get(key)) : expanded(fields, key);
    if (kinds.size() != dims.nLayers()) {
      throw Failures.unsupported(
          fields.file(),
          "names the attention of %d layers but has %d".formatted(kinds.size(), dims.nLayers()));
    }
    var layers = new ArrayList<Attention.Layer>();
    for (var kind : kinds) {
      layers.add(
          switch (kind) {
            case "global" -> Attention.Layer.PLAIN;
            case "local" -> new Attention.Layer(window, Optional.empty());
            default -> throw fields.refused(key);
          });
    }
    return layers;
  }

  /// `[[["global", "local"], 12]]` stands for 12 times both in a row.
  private static List<String> expanded(ConfigFields fields, String key) throws CheckpointException {
    if (!fields.has(key)) {
      return Collections.nCopies(USUAL_REPEATS, List.of("global", "local")).stream()
          .flatMap(List::stream)
          .toList();
    }
    var all = new ArrayList<String>();
    for (var item : array(fields, key, fields.root().get(key))) {
      var times = item.path(1);
      if (!item.isArray()
          || item.size() != 2
          || !times.isIntegralNumber()
          || !times.canConvertToInt()
          || times.intValue() > ConfigDims.MOST_LAYERS) {
        throw fields.odd(key, "a list of kinds of layers with their numbers");
      }
      for (var i = 0; i < times.intValue() && all.size() <= ConfigDims.MOST_LAYERS; i++) {
        all.addAll(names(fields, key, item.get(0)));
      }
    }
    return all;
  }

  private static List<String> names(ConfigFields fields, String key, JsonNode list)
      throws CheckpointException {
    var names = new ArrayList<String>();
    for (var name : array(fields, key, list)) {
      names.add(name.isString() ? name.stringValue() : "");
    }
    return names;
  }

  private static JsonNode array(ConfigFields fields, String key, JsonNode list)
      throws CheckpointException {
    if (!list.isArray() || list.size() > ConfigDims.MOST_LAYERS) {
      throw fields.odd(key, "a list of kinds of layers");
    }
    return list;
  }

  @Override
  public void place(ModelConfig config, ConfigFields fields, WeightPlan plan)
      throws CheckpointException {
    var prefix = Placing.prefix(plan, "wpe.weight", "transformer.", "");
    var placing = new Placing(config, plan, prefix);
    var dims = config.dims();
    placing.ends("wte.weight", "lm_head.weight", NotNull.flag(fields, "tie_word_embeddings", true));
    placing.whole("pos_embed.W_pos", "wpe.weight", dims.nCtx(), dims.dModel());
    for (var layer = 0; layer < dims.nLayers(); layer++) {
      var block = "blocks." + layer + ".";
      var stored = "h." + layer + ".";
      placing.norm(block + "ln1", stored + "ln_1");
      placing.projections(block + "attn.", stored + "attn.attention.", false);
      placing.attentionOutput(block + "attn.", stored + "attn.attention.out_proj", true);
      placing.norm(block + "ln2", stored + "ln_2");
      placing.neurons(block + "mlp.", stored + "mlp.c_fc", stored + "mlp.c_proj", true);
    }
    placing.norm("ln_final", "ln_f");
    placing.finish(name -> BUFFER.matcher(name).matches() || Placing.beyond(BLOCK, name, dims));
  }
}
