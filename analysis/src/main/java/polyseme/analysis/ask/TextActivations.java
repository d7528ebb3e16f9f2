// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.LinkedHashSet;
import java.util.Set;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.HookPoint.InBlock;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.text.TokenizedText;

/// What all neurons do on one text.
///
/// @param text the text
/// @param neurons the neurons
/// @param values `[token, neuron]`, neurons in row order
public record TextActivations(TokenizedText text, NeuronIndex neurons, FloatMatrix values) {

  /// Refuses a matrix that does not fit.
  public TextActivations {
    if (values.rows() != text.tokens().size() || values.columns() != neurons.size()) {
      throw new IllegalArgumentException(
          "%s for %d tokens of %s".formatted(values, text.tokens().size(), neurons));
    }
  }

  /// One forward pass.
  ///
  /// @param model an open model with neurons
  /// @param site where its neurons are read
  /// @param text tokens that the model's tokenizer made
  /// @return the activations of all neurons at all tokens
  /// @throws RequestException if the text has no token or more than the model reads, or the model
  ///   has no neurons
  public static TextActivations of(HookedModel model, BlockSite site, TokenizedText text)
      throws RequestException {
    var neurons = model.config().neurons();
    var tokens = text.tokens().size();
    if (tokens == 0) {
      throw new RequestException("The text has no tokens.", "Write at least one character.");
    }
    if (neurons.size() == 0) {
      throw new RequestException(
          "%s has no MLP and so no neurons.".formatted(model.folder().name()),
          "Choose a model with MLP layers.");
    }
    var hooks = new LinkedHashSet<HookPoint>();
    for (var layer = 0; layer < neurons.nLayers(); layer++) {
      hooks.add(new InBlock(layer, site));
    }
    var all = new float[Math.multiplyExact(tokens, neurons.size())];
    model.stream(
        ForwardRequest.capturing(TokenBatch.of(text.ids()), Set.copyOf(hooks)),
        (hook, values) -> {
          if (hook instanceof InBlock(var layer, _)) {
            for (var token = 0; token < tokens; token++) {
              values.get(all, token * neurons.size() + layer * neurons.dMlp(), neurons.dMlp());
            }
          }
        });
    return new TextActivations(text, neurons, FloatMatrix.wrap(tokens, neurons.size(), all));
  }
}
