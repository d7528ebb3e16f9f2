// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import polyseme.analysis.corpus.TokenRef;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// Finds neurons by what stands in their examples.
public final class ContextSearch {

  private static final int STEP = 256;

  private ContextSearch() {}

  /// A neuron that has what was searched for in its examples.
  ///
  /// @param neuron the neuron
  /// @param found in how many of its examples it stands
  /// @param examples how many examples it has
  /// @param lift the share of its examples over the share of all neurons' examples; above 1 it is
  ///   more often here than elsewhere
  /// @param text the first example that has it
  /// @param from where the match begins in the text, in `char` units
  /// @param to where it ends, exclusive
  public record Hit(
      NeuronId neuron, int found, int examples, double lift, String text, int from, int to) {

    /// In which share of its examples it stands.
    ///
    /// @return 0 to 1
    public double share() {
      return (double) found / examples;
    }
  }

  /// What a search found.
  ///
  /// @param hits the neurons, those with most matching examples first, then by share
  /// @param neurons how many neurons have it at all
  /// @param found in how many examples of all neurons it stands
  /// @param examples how many examples all neurons have
  /// @param places at how many different places these examples are
  public record Result(List<Hit> hits, int neurons, long found, long examples, int places) {

    /// Keeps the list unchangeable.
    public Result {
      hits = List.copyOf(hits);
    }
  }

  private record Span(int from, int to) {}

  private record Count(int row, int found, int examples, TokenRef first) {}

  /// Searches the examples of all neurons. The pattern is tried on each place's text alone, once.
  ///
  /// @param contexts the examples
  /// @param pattern what is searched for
  /// @param sample in which examples
  /// @param top how many neurons at most
  /// @param progress told how far it is, in neurons
  /// @return the neurons that have it in most of their examples
  /// @throws PolysemeException if the stored scan is damaged
  public static Result search(
      Contexts contexts, Pattern pattern, Sample sample, int top, Progress progress)
      throws PolysemeException {
    var spans = new HashMap<TokenRef, Optional<Span>>();
    var counts = new ArrayList<Count>();
    var found = 0L;
    var examples = 0L;
    var rows = contexts.neurons().size();
    for (var row = 0; row < rows; row++) {
      if (row % STEP == 0) {
        progress.report("Searching", row, rows, "neurons");
        progress.checkCancelled();
      }
      var places = contexts.places(row, sample);
      var matching = new ArrayList<TokenRef>();
      for (var place : places) {
        if (span(contexts, pattern, place, spans).isPresent()) {
          matching.add(place);
        }
      }
      found += matching.size();
      examples += places.size();
      if (!matching.isEmpty()) {
        counts.add(new Count(row, matching.size(), places.size(), matching.getFirst()));
      }
    }
    var chance = (double) found / examples;
    counts.sort(
        Comparator.comparingInt(Count::found)
            .thenComparingDouble(count -> (double) count.found() / count.examples())
            .reversed()
            .thenComparingInt(Count::row));
    var hits = new ArrayList<Hit>();
    for (var count : counts.subList(0, Math.min(top, counts.size()))) {
      hits.add(hit(contexts, count, chance, spans));
    }
    return new Result(hits, counts.size(), found, examples, spans.size());
  }

  private static Hit hit(
      Contexts contexts, Count count, double chance, Map<TokenRef, Optional<Span>> spans)
      throws PolysemeException {
    var span = spans.getOrDefault(count.first(), Optional.empty()).orElseThrow();
    return new Hit(
        contexts.neurons().id(count.row()),
        count.found(),
        count.examples(),
        (double) count.found() / count.examples() / chance,
        contexts.text(count.first()),
        span.from(),
        span.to());
  }

  private static Optional<Span> span(
      Contexts contexts, Pattern pattern, TokenRef place, Map<TokenRef, Optional<Span>> spans)
      throws PolysemeException {
    var known = spans.get(place);
    if (known != null) {
      return known;
    }
    var matched = match(pattern, contexts.text(place));
    spans.put(place, matched);
    return matched;
  }

  private static Optional<Span> match(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    return matcher.find()
        ? Optional.of(new Span(matcher.start(), matcher.end()))
        : Optional.empty();
  }
}
