// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.GradientRequest;
import polyseme.engine.hook.HookSelection;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Objective;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.RequestException;
import polyseme.engine.text.Tokenizer;

/// What a run differentiates, and by what.
final class GradientOptions {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern QUOTED = Pattern.compile("\"(.*)\"", Pattern.DOTALL);
  private static final Pattern POSITION = Pattern.compile("-?\\d{1,9}");

  @Option(
      names = "--gradients",
      split = ",",
      paramLabel = "NAME",
      description = "Hook points whose gradients are kept, as grad/HOOK. Needs --of.")
  private List<String> gradients = List.of();

  @Option(
      names = "--of",
      paramLabel = "OBJECTIVE",
      description =
          "What the gradients are of: logit:TOKEN@POS, diff:TOKEN-TOKEN@POS or loss (mean"
              + " cross entropy of the next token). TOKEN is a text of one token, or its number;"
              + " without @POS the last position counts.")
  private @Nullable String of;

  /// Whether gradients are wanted.
  boolean wanted() {
    return !gradients.isEmpty();
  }

  /// What the gradients are of, as it was typed.
  String objective() {
    return of == null ? "" : of;
  }

  /// Looks at what was typed, before any long work begins.
  ///
  /// @param command whose options these are
  void check(PolysemeCommand command) {
    if (wanted() != (of != null)) {
      throw command.usage("--gradients and --of go together");
    }
    var typed = objective();
    if (of != null
        && !typed.equals("loss")
        && !typed.startsWith("logit:")
        && !typed.startsWith("diff:")) {
      throw command.usage(
          "--of takes logit:TOKEN@POS, diff:TOKEN-TOKEN@POS or loss, not “%s”".formatted(typed));
    }
  }

  /// The request.
  ///
  /// @param open the model
  /// @param tokens the text
  /// @param changes what changes on the way
  /// @throws RequestException if a hook point, token or position does not exist
  GradientRequest request(HookedModel open, TokenBatch tokens, List<Intervention> changes)
      throws RequestException {
    var hooks = new HookSelection(open.hooks()).of(gradients);
    // All that can be differentiated by: “all” leaves out what is computed on request.
    return GradientRequest.of(objective(open, tokens), tokens, hooks).withInterventions(changes);
  }

  private Objective objective(HookedModel open, TokenBatch tokens) throws RequestException {
    var typed = objective();
    if (typed.equals("loss")) {
      return new Objective.Loss();
    }
    var text = typed.substring(typed.indexOf(':') + 1);
    var at = text.lastIndexOf('@');
    var here = at >= 0 && POSITION.matcher(text.substring(at + 1)).matches();
    var place = new TargetText(open.hooks(), tokens.width());
    var position = place.position(here ? text.substring(at + 1) : "-1");
    var token = here ? text.substring(0, at) : text;
    if (typed.startsWith("logit:")) {
      var id =
          id(open.tokenizer(), token)
              .orElseThrow(() ->
                  new RequestException(
                      "“%s” is not one token of this model.".formatted(token),
                      "Write a text that is one token, spaces included, or a token's number."));
      return new Objective.Logit(0, position, id);
    }
    return difference(open.tokenizer(), token, position);
  }

  // Tokens may have hyphens themselves: the first one with a token on either side divides.
  private static Objective difference(Tokenizer tokenizer, String pair, int position)
      throws RequestException {
    for (var cut = pair.indexOf('-'); cut >= 0; cut = pair.indexOf('-', cut + 1)) {
      var token = id(tokenizer, pair.substring(0, cut));
      var minus = id(tokenizer, pair.substring(cut + 1));
      if (token.isPresent() && minus.isPresent()) {
        return new Objective.LogitDifference(0, position, token.get(), minus.get());
      }
    }
    throw new RequestException(
        "“%s” is not the difference of two tokens of this model.".formatted(pair),
        "Write two texts of one token each, spaces included, with a hyphen between them, or their"
            + " numbers.");
  }

  private static Optional<Integer> id(Tokenizer tokenizer, String typed) throws RequestException {
    if (NUMBER.matcher(typed).matches()) {
      return Optional.of(Integer.parseInt(typed));
    }
    var quoted = QUOTED.matcher(typed);
    var tokens =
        tokenizer.tokenize(quoted.matches() ? quoted.group(1) : typed).tokens().stream()
            .filter(token -> !token.special())
            .toList();
    return tokens.size() == 1 ? Optional.of(tokens.getFirst().id()) : Optional.empty();
  }
}
