// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Goes through the labels of all documents, in their order, before a scan, and finds which keys
/// can be gathered.
public final class LabelCensus {

  private final Map<String, Found> keys = new TreeMap<>();
  private int documents;

  /// Begins with no document.
  public LabelCensus() {}

  /// What is known of a key.
  private static final class Found {
    private final Map<String, Byte> numbers = new HashMap<>();
    private byte[] ofDocuments = {};
    private boolean tooMany;

    void add(int document, String value) {
      if (tooMany) {
        return;
      }
      var next = (byte) numbers.size();
      var number = numbers.computeIfAbsent(value, _ -> next);
      if (numbers.size() > LabelKey.MOST_VALUES) {
        tooMany = true;
        ofDocuments = new byte[0];
        return;
      }
      if (document >= ofDocuments.length) {
        var known = ofDocuments.length;
        ofDocuments = Arrays.copyOf(ofDocuments, Math.max(document + 1, known + known / 2));
        Arrays.fill(ofDocuments, known, ofDocuments.length, (byte) LabelKey.NONE);
      }
      ofDocuments[document] = number;
    }

    /// The key, its values in the order of their names.
    LabelKey key(String name, int documents) {
      var values = numbers.keySet().stream().sorted().toList();
      var sorted = new byte[Math.min(documents, ofDocuments.length)];
      var places = new byte[values.size()];
      numbers.forEach(
          (value, number) -> places[number] = (byte) Collections.binarySearch(values, value));
      for (var i = 0; i < sorted.length; i++) {
        var number = ofDocuments[i];
        sorted[i] = number < 0 ? number : places[number];
      }
      return new LabelKey(name, values, sorted);
    }
  }

  /// Takes in the next document.
  ///
  /// @param labels its labels
  public void add(Map<String, String> labels) {
    labels.forEach(
        (key, value) -> keys.computeIfAbsent(key, _ -> new Found()).add(documents, value));
    documents++;
  }

  /// Chooses the keys to gather: those with few values first, equal ones by name, while they fit.
  ///
  /// @param neurons how many neurons
  /// @param mostBytes what the tables of one worker may take
  /// @return the choice
  public LabelBudget choose(int neurons, long mostBytes) {
    return LabelBudget.choose(
        keys.entrySet().stream()
            .filter(entry -> usable(entry.getValue()))
            .map(entry -> entry.getValue().key(entry.getKey(), documents))
            .toList(),
        names(false),
        names(true),
        neurons,
        mostBytes);
  }

  private static boolean usable(Found found) {
    return !found.tooMany && found.numbers.size() > 1;
  }

  private List<String> names(boolean tooMany) {
    return keys.entrySet().stream()
        .filter(entry -> !usable(entry.getValue()) && entry.getValue().tooMany == tooMany)
        .map(Map.Entry::getKey)
        .toList();
  }
}
