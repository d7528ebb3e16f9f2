// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.Positions;

/// What happens to each weight when it is processed. Formulas and order: TransformerLens'
/// `ProcessWeights`.
final class Recipes {

  private final ModelConfig config;
  private final ProcessingRules rules;
  private final Map<String, List<Step>> steps = new LinkedHashMap<>();

  /// Something done to a weight in place.
  sealed interface Step {}

  /// Multiplies along an axis by a raw vector.
  record Scale(int axis, String by) implements Step {}

  /// Subtracts the mean over an axis.
  record Centre(int axis) implements Step {}

  /// Computes what a bias wants of this weight before it changes.
  record Keep(Sum sum) implements Step {}

  /// Adds what a bias wants of a raw weight.
  record Add(Sum sum) implements Step {}

  /// Sets all to 0.
  record Clear() implements Step {}

  /// A sum over a raw weight, as long as a bias.
  sealed interface Sum {
    /// The weight summed over.
    String weight();
  }

  /// Σ over an axis of weight · vector, both raw.
  record Plain(String weight, int axis, String vector) implements Sum {}

  /// Σ over heads of value bias · weight, where sums may have been folded into the bias.
  record OfValues(String weight, String bias, List<Sum> folded) implements Sum {}

  /// Σ over the first axis of weight · another sum.
  record Projected(String weight, Sum first) implements Sum {}

  private Recipes(ModelConfig config, ProcessingRules rules) {
    this.config = config;
    this.rules = rules;
  }

  /// The steps for each weight that changes.
  ///
  /// @param config the model before processing
  /// @param rules which parts apply
  static Map<String, List<Step>> of(ModelConfig config, ProcessingRules rules) {
    var recipes = new Recipes(config, rules);
    for (var layer = 0; layer < config.dims().nLayers(); layer++) {
      recipes.attention("blocks.%d.".formatted(layer));
      if (!config.attnOnly()) {
        recipes.neurons("blocks.%d.".formatted(layer));
      }
    }
    recipes.ends();
    return recipes.steps;
  }

  private void add(String weight, Step step) {
    steps.computeIfAbsent(weight, _ -> new ArrayList<>()).add(step);
  }

  private void addSum(String bias, Sum sum) {
    add(sum.weight(), new Keep(sum));
    add(bias, new Add(sum));
  }

  private void attention(String block) {
    var attn = block + "attn.";
    for (var kind : List.of("Q", "K", "V")) {
      if (rules.foldsBiases()) {
        addSum(attn + "b_" + kind, new Plain(attn + "W_" + kind, 1, block + "ln1.b"));
      }
      if (rules.foldsBlocks()) {
        reading(attn + "W_" + kind, 1, block + "ln1.w", rules.foldsBiases());
      }
    }
    if (rules.foldsValueBiases()) {
      var folded =
          rules.foldsBiases()
              ? List.<Sum>of(new Plain(attn + "W_V", 1, block + "ln1.b"))
              : List.<Sum>of();
      addSum(attn + "b_O", new OfValues(attn + "W_O", attn + "b_V", folded));
      steps.put(attn + "b_V", List.of(new Clear()));
    }
    if (rules.centresWriting()) {
      add(attn + "W_O", new Centre(2));
    }
    if (rules.centresWriting() || rules.centresFoldedBias()) {
      add(attn + "b_O", new Centre(0));
    }
  }

  private void neurons(String block) {
    var mlp = block + "mlp.";
    if (rules.foldsBlocks()) {
      for (var kind : config.mlp().gated() ? List.of("gate", "in") : List.of("in")) {
        if (rules.foldsBiases()) {
          addSum(mlp + "b_" + kind, new Plain(mlp + "W_" + kind, 0, block + "ln2.b"));
        }
        // The reference centres W_in alone; what gates read has no mean, so that nothing changes.
        var centred = rules.foldsBiases() && kind.equals("in");
        reading(mlp + "W_" + kind, 0, block + "ln2.w", centred);
      }
      if (config.activation().normalised()) {
        if (rules.foldsBiases()) {
          addSum(mlp + "b_out", new Plain(mlp + "W_out", 0, mlp + "ln.b"));
        }
        reading(mlp + "W_out", 0, mlp + "ln.w", rules.foldsBiases());
      }
    }
    if (rules.centresWriting()) {
      add(mlp + "W_out", new Centre(1));
      add(mlp + "b_out", new Centre(0));
    }
  }

  private void reading(String weight, int axis, String norm, boolean centred) {
    add(weight, new Scale(axis, norm));
    if (centred) {
      add(weight, new Centre(axis));
    }
  }

  private void ends() {
    var projected = config.ends().embeddingWidth() != config.dims().dModel();
    if (rules.centresWriting()) {
      add(projected ? "embed.W_project" : "embed.W_E", new Centre(1));
      if (config.positions() == Positions.LEARNED) {
        add("pos_embed.W_pos", new Centre(1));
      }
    }
    if (rules.foldsLast()) {
      last(projected ? "unembed.W_project" : "unembed.W_U", projected);
    }
    if (rules.centresUnembed()) {
      add("unembed.W_U", new Centre(1));
      add("unembed.b_U", new Centre(0));
    }
  }

  private void last(String reader, boolean projected) {
    if (rules.foldsLastBias()) {
      var read = new Plain(reader, 0, "ln_final.b");
      if (projected) {
        add(reader, new Keep(read));
      }
      addSum("unembed.b_U", projected ? new Projected("unembed.W_U", read) : read);
    }
    reading(reader, 0, "ln_final.w", rules.centresUnembedInput());
  }
}
