// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import polyseme.engine.model.AppliedProcessing;
import polyseme.engine.model.BlockLayout.NormPlace;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.model.Positions;
import polyseme.engine.model.Processing;
import polyseme.engine.model.Processing.Switch;

/// Decides which parts of a processing apply to a model. The cases are those of TransformerLens;
/// where it knows no such model, a part applies if it leaves log-probabilities as they are.
final class ProcessingRules {

  private final Processing asked;
  private final ModelConfig config;
  private final boolean valueBiases;
  private final Set<Switch> applied = EnumSet.noneOf(Switch.class);
  private final List<String> notApplied = new ArrayList<>();

  /// Decides at once.
  ///
  /// @param asked the switches wanted
  /// @param config the model before processing
  /// @param valueBiases whether its files hold value biases
  ProcessingRules(Processing asked, ModelConfig config, boolean valueBiases) {
    this.asked = asked;
    this.config = config;
    this.valueBiases = valueBiases;
    decide(Switch.FOLD_LN, whyNotFoldLn());
    decide(Switch.CENTER_WRITING_WEIGHTS, whyNotCenterWriting());
    decide(Switch.CENTER_UNEMBED, whyNotCenterUnembed());
    decide(Switch.FOLD_VALUE_BIASES, whyNotFoldValueBiases());
  }

  private void decide(Switch one, Optional<String> whyNot) {
    if (!asked.has(one)) {
      return;
    }
    whyNot.ifPresentOrElse(
        why -> notApplied.add("%s changes nothing: %s.".formatted(one.text(), why)),
        () -> applied.add(one));
  }

  private Optional<String> whyNotFoldLn() {
    if (!config.norm().kind().weighted() && !lastNorm().map(this::weighted).orElse(false)) {
      return Optional.of("the normalisations have no weights");
    }
    if (shortformer()) {
      return Optional.of("positions are added behind the normalisation");
    }
    return normsLast()
        ? Optional.of("the normalisations stand behind what they belong to")
        : config.layout().residualFromNorm()
            ? Optional.of("the residual stream itself goes on from the normalisations")
            : Optional.empty();
  }

  private Optional<String> whyNotCenterWriting() {
    if (!config.norm().kind().centred()) {
      return Optional.of("division by the root mean square does not take the mean away");
    }
    if (shortformer()) {
      return Optional.of("positions are added behind the normalisation");
    }
    if (normsLast()) {
      return Optional.of("the first block reads the residual stream as it is");
    }
    return lastNorm().map(norm -> norm.kind().centred()).orElse(false)
        ? Optional.empty()
        : Optional.of("the last normalisation does not take the mean away");
  }

  private Optional<String> whyNotCenterUnembed() {
    if (shortformer()) {
      return Optional.of("the reference leaves models with such positions as they are");
    }
    return Double.isFinite(config.ends().logitSoftCap())
        ? Optional.of("the logits are capped, so that a constant added to all would count")
        : Optional.empty();
  }

  private Optional<String> whyNotFoldValueBiases() {
    if (Double.isFinite(config.attention().clip())) {
      return Optional.of("values are kept within limits after the bias is added");
    }
    return valueBiases || foldsBiases()
        ? Optional.empty()
        : Optional.of("the model has no value biases");
  }

  private Optional<Norm> lastNorm() {
    return config.ends().finalNorm();
  }

  private boolean weighted(Norm norm) {
    return norm.kind().weighted();
  }

  private boolean shortformer() {
    return config.positions() == Positions.SHORTFORMER;
  }

  private boolean normsLast() {
    var place = config.layout().norms();
    return place == NormPlace.AFTER_BRANCH || place == NormPlace.AFTER_SUM;
  }

  /// Whether normalisations of the blocks are folded.
  boolean foldsBlocks() {
    return applied.contains(Switch.FOLD_LN) && config.norm().kind().weighted();
  }

  /// Whether their biases are, too.
  boolean foldsBiases() {
    return foldsBlocks() && config.norm().kind().centred();
  }

  /// Whether the last normalisation is folded.
  boolean foldsLast() {
    return applied.contains(Switch.FOLD_LN) && lastNorm().map(this::weighted).orElse(false);
  }

  /// Whether its bias is, too.
  boolean foldsLastBias() {
    return foldsLast() && lastNorm().map(norm -> norm.kind().centred()).orElse(false);
  }

  /// Whether what the unembedding reads is taken to have no mean. The reference goes by the
  /// normalisation of the blocks here, also where the last one is another.
  boolean centresUnembedInput() {
    return foldsLast() && config.norm().kind().centred();
  }

  /// Whether what is written to the residual stream is centred.
  boolean centresWriting() {
    return applied.contains(Switch.CENTER_WRITING_WEIGHTS);
  }

  /// Whether the output bias of attention is centred once value biases were folded into it. The
  /// reference does that also where the last normalisation keeps the mean.
  boolean centresFoldedBias() {
    var known = config.norm().kind().centred() && !shortformer() && !normsLast();
    return foldsValueBiases() && known && asked.centerWritingWeights() && lastNorm().isPresent();
  }

  /// Whether the logits are centred.
  boolean centresUnembed() {
    return applied.contains(Switch.CENTER_UNEMBED);
  }

  /// Whether value biases go into the output bias.
  boolean foldsValueBiases() {
    return applied.contains(Switch.FOLD_VALUE_BIASES);
  }

  /// What to tell of it.
  AppliedProcessing report() {
    return new AppliedProcessing(asked, Processing.of(applied), notApplied, warnings());
  }

  private List<String> warnings() {
    var keepsMean = !lastNorm().map(norm -> norm.kind().centred()).orElse(true);
    if (keepsMean && (centresUnembedInput() || centresFoldedBias())) {
      return List.of(
          "This model divides by the root mean square at its end: the reference's processing may"
              + " change its log-probabilities, and so does this one.");
    }
    return List.of();
  }

  /// The model after processing.
  ModelConfig config() {
    var blocks = foldsBlocks() ? folded(config.norm()) : config.norm();
    return config.withNorms(blocks, lastNorm().map(norm -> foldsLast() ? folded(norm) : norm));
  }

  private static Norm folded(Norm norm) {
    return new Norm(norm.kind().folded(), norm.epsilon());
  }
}
