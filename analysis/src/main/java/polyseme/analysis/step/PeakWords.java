// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import polyseme.analysis.scan.Example;
import polyseme.engine.text.Token;

/// The words at which examples peak: tokens of at least three letters, whatever their case, each
/// with its examples.
final class PeakWords {

  private static final int LETTERS = 3;

  private PeakWords() {}

  /// One peak token.
  ///
  /// @param text the token in lower case
  /// @param count at how many examples it stands
  /// @param topics topics of the documents of these
  /// @param mean mean activation at them
  record Word(String text, int count, Set<String> topics, double mean) {

    /// How little it has to do with another: 1 if they share neither a letter nor a topic, 0 if all
    /// letters or all topics of one are the other's.
    double differenceFrom(Word other) {
      return (1 - overlap(letters(), other.letters())) * (1 - overlap(topics, other.topics));
    }

    private Set<String> letters() {
      return text.codePoints().mapToObj(Character::toString).collect(Collectors.toSet());
    }

    private static double overlap(Set<String> one, Set<String> other) {
      var shared = one.stream().filter(other::contains).count();
      return (double) shared / Math.max(1, Math.min(one.size(), other.size()));
    }
  }

  /// A token as a word.
  ///
  /// @return lower case, no spaces; empty if it is no word
  static String word(Token token) {
    var plain = token.text().strip().toLowerCase(Locale.ROOT);
    var isWord = plain.length() >= LETTERS && plain.chars().allMatch(Character::isLetter);
    return isWord ? plain : "";
  }

  /// The words of examples, the most frequent first, then by letters.
  ///
  /// @param examples one end of a neuron
  /// @param topics topic of each document by the document's id
  static List<Word> of(List<Example> examples, Map<String, String> topics) {
    var groups = new TreeMap<String, List<Example>>();
    for (var example : examples) {
      var word = word(example.context().tokens().get(example.peakIndex()));
      if (!word.isEmpty()) {
        groups.computeIfAbsent(word, _ -> new ArrayList<>()).add(example);
      }
    }
    return groups.entrySet().stream()
        .map(group -> word(group.getKey(), group.getValue(), topics))
        .sorted(Comparator.comparingInt(Word::count).reversed())
        .toList();
  }

  private static Word word(String text, List<Example> examples, Map<String, String> topics) {
    var where =
        examples.stream()
            .map(example -> topics.getOrDefault(example.documentId(), example.documentId()))
            .collect(Collectors.toSet());
    var mean = examples.stream().mapToDouble(Example::activation).average().orElse(0);
    return new Word(text, examples.size(), where, mean);
  }
}
