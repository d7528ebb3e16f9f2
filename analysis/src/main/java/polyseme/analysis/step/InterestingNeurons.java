// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import polyseme.analysis.scan.Example;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.Scan;
import polyseme.engine.task.Progress;
import polyseme.engine.task.StoreException;

/// Picks neurons worth showing: seldom but strongly active ones whose highest examples have several
/// unrelated peak tokens that share no topic. The same scan always gives the same neurons.
final class InterestingNeurons {

  private static final int CANDIDATES = 256;
  private static final int LEAST_REPEATS = 3;
  private static final int STEM = 3;

  /// A neuron and how well it suits.
  private record Scored(NeuronProfile profile, String words, double score) {}

  /// One peak token among the highest examples.
  private record Word(String text, int count, Set<String> topics, double mean) {}

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

  List<NeuronProfile> pick(int count, Progress progress) throws StoreException {
    var candidates = candidates();
    var scored = new ArrayList<Scored>();
    for (var i = 0; i < candidates.size(); i++) {
      progress.report("Choosing neurons", i, candidates.size(), "neurons");
      progress.checkCancelled();
      scored.add(scored(scan.profile(scan.neurons().id(candidates.get(i)))));
    }
    scored.sort(Comparator.comparingDouble(Scored::score).reversed());
    var seen = new HashSet<String>();
    return scored.stream()
        .filter(candidate -> seen.add(candidate.words()))
        .limit(count)
        .map(Scored::profile)
        .toList();
  }

  private List<Integer> candidates() {
    return IntStream.range(0, scan.neurons().size())
        .boxed()
        .filter(row -> Double.isFinite(scan.stats(row).kurtosis()))
        .sorted(
            Comparator.comparingDouble((Integer row) -> scan.stats(row).kurtosis())
                .reversed()
                .thenComparing(row -> row))
        .limit(CANDIDATES)
        .toList();
  }

  // The score is that of the weaker of the two best words that share no topic: how often it comes,
  // times
  // how strongly the neuron answers to it compared with its maximum.
  private Scored scored(NeuronProfile profile) {
    var words = words(profile.examples().highest());
    var best = new Scored(profile, profile.id().toString(), 0);
    for (var one : words) {
      for (var other : words) {
        if (one.text().compareTo(other.text()) < 0 && unrelated(one, other)) {
          var score = Math.min(weight(one, profile), weight(other, profile));
          if (score > best.score()) {
            best = new Scored(profile, one.text() + " " + other.text(), score);
          }
        }
      }
    }
    return best;
  }

  private static double weight(Word word, NeuronProfile profile) {
    return Math.sqrt(word.count()) * word.mean() / profile.stats().max();
  }

  private static boolean unrelated(Word one, Word other) {
    return Collections.disjoint(one.topics(), other.topics()) && !stem(one).equals(stem(other));
  }

  private static String stem(Word word) {
    return word.text().substring(0, STEM);
  }

  private List<Word> words(List<Example> examples) {
    var groups = new TreeMap<String, List<Example>>();
    for (var example : examples) {
      var word = example.context().tokens().get(example.peakIndex()).text();
      var plain = word.strip().toLowerCase(Locale.ROOT);
      if (plain.length() >= STEM && plain.chars().allMatch(Character::isLetter)) {
        groups.computeIfAbsent(plain, _ -> new ArrayList<>()).add(example);
      }
    }
    return groups.entrySet().stream()
        .filter(group -> group.getValue().size() >= LEAST_REPEATS)
        .map(group -> word(group.getKey(), group.getValue()))
        .toList();
  }

  private Word word(String text, List<Example> examples) {
    var where =
        examples.stream()
            .map(example -> topics.getOrDefault(example.documentId(), example.documentId()))
            .collect(Collectors.toSet());
    var mean = examples.stream().mapToDouble(Example::activation).average().orElse(0);
    return new Word(text, examples.size(), where, mean);
  }
}
