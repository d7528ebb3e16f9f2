// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.gather.ContextSample;
import polyseme.analysis.gather.Gatherer;
import polyseme.analysis.gather.ProfileSample;
import polyseme.analysis.gather.ScanCore;

/// Makes fresh gatherings, all alike, for the workers of one scan.
final class GatheringFactory {

  private final ScanShape shape;
  private final TokenTable tokens;
  private final List<TokenRef> places;
  private final Pilot pilot;

  /// @param tokens the corpus
  /// @param places positions shared by all neurons
  GatheringFactory(ScanShape shape, TokenTable tokens, List<TokenRef> places, Pilot pilot) {
    this.tokens = tokens;
    this.shape = shape;
    this.places = List.copyOf(places);
    this.pilot = pilot;
  }

  List<TokenRef> places() {
    return places;
  }

  Pilot pilot() {
    return pilot;
  }

  Gathering fresh() {
    var cores = new ArrayList<ScanCore>();
    for (var hook : shape.hooks()) {
      cores.add(new ScanCore(hook.index(), shape.options().topK(), extras(hook)));
    }
    var basis = pilot.basis();
    var sample = basis == null ? null : new ContextSample(places, shape.nLayers(), shape.dModel());
    return new Gathering(shape, cores, basis, sample);
  }

  private List<Gatherer> extras(HookUnits hook) {
    var extras = new ArrayList<Gatherer>();
    extras.add(new ProfileSample(places, hook.index().size()));
    return extras;
  }
}
