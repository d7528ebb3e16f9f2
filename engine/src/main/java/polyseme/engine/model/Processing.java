// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import polyseme.engine.task.RequestException;

/// How weights are rewritten before a model runs, so that its activations are easier to read.
/// Log-probabilities stay what they are; activations do not. Source of names and order:
/// TransformerLens' `from_pretrained`.
///
/// @param foldLn weights of normalisations go into the weights that read from them
/// @param centerWritingWeights what is written to the residual stream has the mean 0
/// @param centerUnembed the logits of a position have the mean 0
/// @param foldValueBiases value biases go into the output bias of attention
public record Processing(
    boolean foldLn, boolean centerWritingWeights, boolean centerUnembed, boolean foldValueBiases) {

  /// Weights as they were trained.
  public static final Processing NONE = new Processing(false, false, false, false);

  /// All four, as TransformerLens loads models unless told otherwise.
  public static final Processing DEFAULT = new Processing(true, true, true, true);

  private static final String NONE_TEXT = "none";
  private static final String DEFAULT_TEXT = "default";

  /// The four switches, in the order in which they are applied.
  public enum Switch {
    /// Folds normalisations.
    FOLD_LN("fold_ln"),
    /// Centres what is written to the residual stream.
    CENTER_WRITING_WEIGHTS("center_writing_weights"),
    /// Centres the unembedding.
    CENTER_UNEMBED("center_unembed"),
    /// Folds value biases.
    FOLD_VALUE_BIASES("fold_value_biases");

    private final String text;

    Switch(String text) {
      this.text = text;
    }

    /// How the reference spells it.
    ///
    /// @return the name, `fold_ln`
    public String text() {
      return text;
    }
  }

  /// Some of the switches.
  ///
  /// @param switches those that are on
  /// @return the processing
  public static Processing of(Set<Switch> switches) {
    return new Processing(
        switches.contains(Switch.FOLD_LN),
        switches.contains(Switch.CENTER_WRITING_WEIGHTS),
        switches.contains(Switch.CENTER_UNEMBED),
        switches.contains(Switch.FOLD_VALUE_BIASES));
  }

  /// Reads what [#text] writes.
  ///
  /// @param text `none`, `default`, or switches with commas between them
  /// @return the processing
  /// @throws RequestException if it is something else
  public static Processing parse(String text) throws RequestException {
    var spelled = text.strip().toLowerCase(Locale.ROOT);
    if (spelled.equals(NONE_TEXT) || spelled.equals(DEFAULT_TEXT)) {
      return spelled.equals(NONE_TEXT) ? NONE : DEFAULT;
    }
    var switches = EnumSet.noneOf(Switch.class);
    for (var name : spelled.split(",", -1)) {
      var meant = Arrays.stream(Switch.values()).filter(one -> one.text.equals(name.strip()));
      switches.add(meant.findFirst().orElseThrow(() -> unknown(name.strip())));
    }
    return of(switches);
  }

  private static RequestException unknown(String name) {
    return new RequestException(
        "“%s” is no processing of weights.".formatted(name),
        "Write none, default, or some of %s with commas between them."
            .formatted(
                Arrays.stream(Switch.values())
                    .map(Switch::text)
                    .collect(Collectors.joining(", "))));
  }

  /// Whether a switch is on.
  ///
  /// @param one the switch
  /// @return true if it is
  public boolean has(Switch one) {
    return switch (one) {
      case FOLD_LN -> foldLn;
      case CENTER_WRITING_WEIGHTS -> centerWritingWeights;
      case CENTER_UNEMBED -> centerUnembed;
      case FOLD_VALUE_BIASES -> foldValueBiases;
    };
  }

  /// The short form that results carry.
  ///
  /// @return `none`, `default`, or the switches with commas between them
  public String text() {
    if (equals(NONE) || equals(DEFAULT)) {
      return equals(NONE) ? NONE_TEXT : DEFAULT_TEXT;
    }
    return Arrays.stream(Switch.values())
        .filter(this::has)
        .map(Switch::text)
        .collect(Collectors.joining(","));
  }

  @Override
  public String toString() {
    return text();
  }
}
