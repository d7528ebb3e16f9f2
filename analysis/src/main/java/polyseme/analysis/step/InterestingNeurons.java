// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.markup.Numbers;
import polyseme.analysis.report.ShownNeuron;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.step.PeakWords.Word;
import polyseme.engine.task.Progress;
import polyseme.engine.task.StoreException;

/// Picks three neurons worth showing: one that answers to two unrelated words, one that answers to
/// a single word, one whose lowest places have a word of their own. The same scan always gives the
/// same neurons; a kind that no neuron is of is left out.
final class InterestingNeurons {

  private static final int PEAKS = 20;
  private static final int LEAST_REPEATS = 4;
  private static final int LETTERS = 4;

  // decision: words that only hold a sentence together make no convincing pair (“since” and “till”)
  private static final Set<String> SMALL_WORDS =
      Set.of(
          "about after also before been both could does else even ever every from have here into just like many more most much must near none once only onto ours over same shall should since some soon such than that their them then there these they this those till under until upon very were what when where which while whom whose will with would your"
              .split(" "));

  private static final int LEAST_LOW = 4;
  private static final double SINGLE_SHARE = 0.9;
  private static final int REPORT_EVERY = 64;

  /// A neuron, the words at its two ends.
  private record Candidate(NeuronProfile profile, List<Word> high, List<Word> low) {

    int examples() {
      return profile.examples().highest().size();
    }

    boolean isSingle() {
      return high.getFirst().count() >= SINGLE_SHARE * examples();
    }

    /// Mean activation at a word over the greatest.
    double reach(Word word) {
      return word.mean() / profile.stats().max();
    }
  }

  /// A candidate that suits, how well, and what is said of it.
  private record Scored(NeuronProfile profile, double score, String why) {}

  private final Scan scan;
  private final Map<String, String> topics;

  /// Looks at a scan.
  ///
  /// @param scan the scan
  /// @param topics topic of each document by the document's id
  InterestingNeurons(Scan scan, Map<String, String> topics) {
    this.scan = scan;
    this.topics = Map.copyOf(topics);
  }

  List<ShownNeuron> pick(Progress progress) throws StoreException {
    var candidates = candidates(progress);
    var picked = new ArrayList<ShownNeuron>();
    add(picked, candidates, this::severalWords);
    add(picked, candidates, InterestingNeurons::oneWord);
    add(picked, candidates, InterestingNeurons::lowEnd);
    return List.copyOf(picked);
  }

  private static void add(
      List<ShownNeuron> picked,
      List<Candidate> candidates,
      Function<Candidate, @Nullable Scored> judge) {
    @Nullable Scored best = null;
    for (var candidate : candidates) {
      var scored = judge.apply(candidate);
      var isNew = picked.stream().noneMatch(one -> one.profile().equals(candidate.profile()));
      if (scored != null && isNew && (best == null || scored.score() > best.score())) {
        best = scored;
      }
    }
    if (best != null) {
      picked.add(new ShownNeuron(best.profile(), best.why()));
    }
  }

  /// Neurons whose highest places repeat two words, or one word throughout.
  private List<Candidate> candidates(Progress progress) throws StoreException {
    var candidates = new ArrayList<Candidate>();
    var strong = weakQuarter();
    var size = scan.neurons().size();
    for (var row = 0; row < size; row++) {
      if (row % REPORT_EVERY == 0) {
        progress.checkCancelled();
        progress.report("Choosing neurons", row, size, "neurons");
      }
      if (mayBeInteresting(row, strong)) {
        var profile = scan.profile(scan.neurons().id(row));
        candidates.add(
            new Candidate(
                profile,
                PeakWords.of(profile.examples().highest(), topics),
                PeakWords.of(profile.examples().lowest(), topics)));
      }
    }
    return candidates;
  }

  private double weakQuarter() {
    var sorted =
        IntStream.range(0, scan.neurons().size())
            .mapToDouble(row -> scan.stats(row).max())
            .sorted()
            .toArray();
    return sorted.length == 0 ? 0 : Math.max(Float.MIN_VALUE, sorted[sorted.length / 4]);
  }

  private boolean mayBeInteresting(int row, double strong) throws StoreException {
    if (!(scan.stats(row).max() >= strong) || Double.isNaN(scan.stats(row).kurtosis())) {
      return false;
    }
    var peaks = scan.peakTokens(row, PEAKS);
    var counts =
        peaks.stream()
            .map(PeakWords::word)
            .filter(word -> !word.isEmpty())
            .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
    var repeated = counts.values().stream().filter(count -> count >= LEAST_REPEATS).count();
    return repeated >= 2
        || counts.values().stream().anyMatch(count -> count >= SINGLE_SHARE * peaks.size());
  }

  private static boolean hasMeaning(Word word) {
    return word.count() >= LEAST_REPEATS
        && word.text().length() >= LETTERS
        && !SMALL_WORDS.contains(word.text());
  }

  // Two words are the better the more of the examples they are, the more strongly the neuron
  // answers
  // to the weaker one, and the less they have to do with each other.
  private @Nullable Scored severalWords(Candidate candidate) {
    @Nullable Scored best = null;
    var words = candidate.high().stream().filter(InterestingNeurons::hasMeaning).toList();
    for (var i = 0; i < words.size(); i++) {
      for (var other : words.subList(i + 1, words.size())) {
        var one = words.get(i);
        var score =
            Math.min(weight(candidate, one), weight(candidate, other))
                * (one.count() + other.count())
                / candidate.examples()
                * one.differenceFrom(other);
        if (score > 0 && (best == null || score > best.score())) {
          best = new Scored(candidate.profile(), score, severalWords(candidate, one, other));
        }
      }
    }
    return best;
  }

  private static double weight(Candidate candidate, Word word) {
    return Math.sqrt(word.count()) * candidate.reach(word);
  }

  private static String severalWords(Candidate candidate, Word one, Word other) {
    var shared = one.topics().stream().filter(other.topics()::contains).count();
    return "Chosen because it answers to two unrelated words: of its %d highest places %d are at “%s” (%s) and %d at “%s” (%s), with on average %.0f\u00A0%% and %.0f\u00A0%% of its greatest activation; %s."
        .formatted(
            candidate.examples(),
            one.count(),
            one.text(),
            topicList(one),
            other.count(),
            other.text(),
            topicList(other),
            100 * candidate.reach(one),
            100 * candidate.reach(other),
            shared == 0
                ? "the two share no topic"
                : "the two share %d of their topics".formatted(shared));
  }

  private static String topicList(Word word) {
    var shown = word.topics().stream().sorted().limit(3).collect(Collectors.joining(", "));
    var more = word.topics().size() - 3;
    return more > 0 ? "%s and %d more".formatted(shown, more) : shown;
  }

  private static @Nullable Scored oneWord(Candidate candidate) {
    if (!candidate.isSingle()) {
      return null;
    }
    var word = candidate.high().getFirst();
    // first how many of the examples, then how selective
    var stats = candidate.profile().stats();
    var score = word.count() + 1 - 1 / (1 + stats.kurtosis());
    return new Scored(
        candidate.profile(),
        score,
        "Chosen because it answers to one word: %s of its %d highest places are at “%s”, in documents of %d topics; it is above 0 at %s of all tokens."
            .formatted(
                count(word, candidate.examples()),
                candidate.examples(),
                word.text(),
                word.topics().size(),
                Numbers.percent(stats.fractionPositive())));
  }

  private static @Nullable Scored lowEnd(Candidate candidate) {
    if (!candidate.isSingle() || candidate.low().isEmpty()) {
      return null;
    }
    var high = candidate.high().getFirst();
    var low = candidate.low().getFirst();
    if (low.count() < LEAST_LOW || low.text().equals(high.text())) {
      return null;
    }
    var stats = candidate.profile().stats();
    return new Scored(
        candidate.profile(),
        low.count() + 1 - 1 / (1 - (double) stats.min()),
        "Chosen for its low end: its highest places are at “%s” (%d of %d), its lowest at “%s” (%d of %d). The low end is small, though: the least activation is %s, the greatest %s."
            .formatted(
                high.text(),
                high.count(),
                candidate.examples(),
                low.text(),
                low.count(),
                candidate.profile().examples().lowest().size(),
                Numbers.show(stats.min(), 3),
                Numbers.show(stats.max(), 3)));
  }

  private static String count(Word word, int examples) {
    return word.count() == examples ? "all" : Integer.toString(word.count());
  }
}
