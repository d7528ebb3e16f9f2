// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.gather.CoherenceSums;
import polyseme.analysis.gather.ContextSample;
import polyseme.analysis.gather.Gatherer;
import polyseme.analysis.gather.LabelBudget;
import polyseme.analysis.gather.LabelTables;
import polyseme.analysis.gather.PositionBins;
import polyseme.analysis.gather.PositionTable;
import polyseme.analysis.gather.ProfileSample;
import polyseme.analysis.gather.Reservoirs;
import polyseme.analysis.gather.Resting;
import polyseme.analysis.gather.ScanCore;
import polyseme.analysis.gather.TokenBudget;
import polyseme.analysis.gather.TokenProfiles;
import polyseme.analysis.gather.TokenSide;
import polyseme.engine.task.StoreException;

/// Makes fresh gatherings, all alike, for the workers of one scan.
final class GatheringFactory {

  private final ScanShape shape;
  private final List<TokenRef> places;
  private final Pilot pilot;
  private final @Nullable TokenBudget vocabulary;
  private final @Nullable LabelBudget labels;

  /// @param tokens the corpus
  /// @param pilot what was found out beforehand
  GatheringFactory(ScanShape shape, TokenTable tokens, Pilot pilot)
      throws IOException, StoreException {
    this.shape = shape;
    this.pilot = pilot;
    places = ScanPlan.places(shape, tokens).picked();
    var content = shape.options().content();
    vocabulary =
        content.keeps(ScanContent.Kind.TOKENS)
            ? TokenBudget.choose(tokens.counts(), shape.neurons(), content.budget())
            : null;
    labels =
        content.keeps(ScanContent.Kind.LABELS)
            ? tokens.labels().choose(shape.neurons(), content.budget())
            : null;
  }

  /// @param places positions shared by all neurons, ascending
  /// @param vocabulary tokens with a row of their own, null to keep no token table
  /// @param labels labels kept, null for none
  GatheringFactory(
      ScanShape shape,
      List<TokenRef> places,
      Pilot pilot,
      @Nullable TokenBudget vocabulary,
      @Nullable LabelBudget labels) {
    this.shape = shape;
    this.pilot = pilot;
    this.places = List.copyOf(places);
    this.vocabulary = vocabulary;
    this.labels = labels;
  }

  List<TokenRef> places() {
    return places;
  }

  Pilot pilot() {
    return pilot;
  }

  Gathering fresh() {
    var cores = new ArrayList<ScanCore>();
    for (var i = 0; i < shape.hooks().size(); i++) {
      var extras = extras(shape.hooks().get(i), pilot.resting().get(i));
      cores.add(new ScanCore(shape.hooks().get(i).index(), shape.options().topK(), extras));
    }
    var basis = pilot.basis();
    var sample = basis == null ? null : new ContextSample(places, shape.nLayers(), shape.dModel());
    return new Gathering(shape, cores, basis, sample);
  }

  private List<Gatherer> extras(HookUnits hook, Resting resting) {
    var content = shape.options().content();
    var neurons = hook.index();
    var extras = new ArrayList<Gatherer>();
    extras.add(new ProfileSample(places, neurons.size()));
    if (content.keeps(ScanContent.Kind.RESERVOIRS)) {
      extras.add(new Reservoirs(neurons, resting, shape.options().seed()));
    }
    var basis = pilot.basis();
    if (basis != null) {
      extras.add(new CoherenceSums(neurons, resting, basis.directions()));
    }
    if (content.keeps(ScanContent.Kind.POSITIONS)) {
      extras.add(new PositionTable(neurons, resting, new PositionBins(shape.rule().capacity())));
    }
    if (vocabulary != null) {
      for (var side : TokenSide.values()) {
        extras.add(new TokenProfiles(neurons, resting, vocabulary.rows(), side));
      }
    }
    if (labels != null && !labels.keys().isEmpty()) {
      extras.add(new LabelTables(neurons, resting, labels.keys()));
    }
    return extras;
  }
}
