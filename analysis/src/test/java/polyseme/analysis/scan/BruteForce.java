// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import polyseme.analysis.corpus.TokenRef;

/// All activations of a corpus, kept; every number of a scan worked out again in the plainest way.
final class BruteForce {

  /// One activation.
  ///
  /// @param place the token
  /// @param value the activation there
  record Seen(TokenRef place, float value) {}

  private final FakeModel model;
  private final int lead;
  private final int contextTokens;
  private final List<byte[]> texts;

  BruteForce(FakeModel model, ListCorpus corpus, int contextTokens) {
    this.model = model;
    this.contextTokens = contextTokens;
    lead = model.tokenizer().bosId() == 0 ? 1 : 0;
    texts =
        corpus.documents().stream()
            .map(document -> document.text().getBytes(StandardCharsets.UTF_8))
            .toList();
  }

  int capacity() {
    return contextTokens - lead;
  }

  float at(int layer, int neuron, int document, int position) {
    var text = texts.get(document);
    var inWindow = position % capacity() + lead;
    var token = (text[position] & 0xFF) + 1;
    var before = inWindow == 0 ? -1 : inWindow == 1 && lead == 1 ? 0 : before(text, position);
    return model.activation(layer, neuron, token, before, inWindow);
  }

  private static int before(byte[] text, int position) {
    return (text[position - 1] & 0xFF) + 1;
  }

  List<Seen> all(int layer, int neuron) {
    var all = new ArrayList<Seen>();
    for (var document = 0; document < texts.size(); document++) {
      for (var position = 0; position < texts.get(document).length; position++) {
        var place = new TokenRef(document, position);
        all.add(new Seen(place, at(layer, neuron, document, position)));
      }
    }
    return all;
  }

  /// The greatest (`sign` 1) or least (−1) `k`, one a document.
  static List<Seen> extremes(List<Seen> all, int k, float sign) {
    var sorted = new ArrayList<>(all);
    sorted.sort(
        ((Comparator<Seen>)
                (a, b) -> a.value == b.value ? 0 : sign * a.value > sign * b.value ? -1 : 1)
            .thenComparing(Seen::place));
    var documents = new HashSet<Integer>();
    return sorted.stream().filter(seen -> documents.add(seen.place.document())).limit(k).toList();
  }

  static NeuronStats stats(List<Seen> all) {
    double n = all.size();
    var mean = all.stream().mapToDouble(Seen::value).sum() / n;
    var m2 = central(all, mean, 2);
    var m3 = central(all, mean, 3);
    var m4 = central(all, mean, 4);
    return new NeuronStats(
        all.size(),
        (float) all.stream().mapToDouble(Seen::value).min().orElseThrow(),
        (float) all.stream().mapToDouble(Seen::value).max().orElseThrow(),
        mean,
        m2,
        m3 / Math.pow(m2, 1.5),
        m4 / (m2 * m2),
        all.stream().filter(seen -> seen.value > 0).count() / n);
  }

  private static double central(List<Seen> all, double mean, int power) {
    return all.stream().mapToDouble(seen -> Math.pow(seen.value - mean, power)).sum() / all.size();
  }
}
