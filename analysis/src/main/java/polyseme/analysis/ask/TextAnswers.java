// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import polyseme.analysis.scan.Scan;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;
import polyseme.engine.text.TokenizedText;

/// A text and the neurons that answer to it.
///
/// @param text the text as the model reads it
/// @param answers the neurons; their token numbers are those of `text`
public record TextAnswers(TokenizedText text, Answers answers) {

  /// Runs a text through the model and judges every neuron by its z in the scan.
  ///
  /// @param model an open model
  /// @param scan a scan of it
  /// @param text any text that fits the context
  /// @param top how many neurons at most at either end
  /// @return the neurons at both ends
  /// @throws PolysemeException if the text is empty or too long, or the scan is damaged
  public static TextAnswers of(HookedModel model, Scan scan, String text, int top)
      throws PolysemeException {
    var tokens = model.tokenizer().tokenize(text);
    var activations = TextActivations.of(model, site(scan), tokens);
    var chosen = TokenChoice.all(tokens);
    return new TextAnswers(
        tokens, Fires.rank(activations, Baseline.of(scan), Ranking.Z, chosen, top));
  }

  private static BlockSite site(Scan scan) throws RequestException {
    var name = scan.provenance().hook();
    var hook = HookPoint.parse("blocks.0." + name);
    if (hook.isPresent() && hook.get() instanceof HookPoint.InBlock(_, var site)) {
      return site;
    }
    throw new RequestException(
        "The scan was made at %s, which is no hook point here.".formatted(name),
        "Scan the model again.");
  }
}
