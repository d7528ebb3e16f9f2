// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which of the documents' labels are gathered, and which are left out and why.
///
/// @param keys those gathered, fewest values first, equal ones by name
/// @param constant left out because all documents that have them agree
/// @param tooMany left out because they have more than 64 values
/// @param tooLarge left out because they do not fit the memory
/// @param bytes what the tables of one worker take at most
public record LabelBudget(
    List<LabelKey> keys,
    List<String> constant,
    List<String> tooMany,
    List<String> tooLarge,
    long bytes) {

  /// Bytes that the tables of one worker may take unless somebody asks for another limit: 256 MiB.
  public static final long DEFAULT_BYTES = 256L << 20;

  /// Keeps the lists unchangeable.
  public LabelBudget {
    keys = List.copyOf(keys);
    constant = List.copyOf(constant);
    tooMany = List.copyOf(tooMany);
    tooLarge = List.copyOf(tooLarge);
  }

  static LabelBudget choose(
      List<LabelKey> usable,
      List<String> constant,
      List<String> tooMany,
      int neurons,
      long mostBytes) {
    var ordered = new ArrayList<>(usable);
    ordered.sort(
        Comparator.<LabelKey>comparingInt(key -> key.values().size())
            .thenComparing(LabelKey::name));
    var kept = new ArrayList<LabelKey>();
    var left = new ArrayList<String>();
    long bytes = 0;
    for (var key : ordered) {
      var more = key.values().size() * LabelTables.valueBytes(neurons);
      if (left.isEmpty() && bytes + more <= mostBytes) {
        kept.add(key);
        bytes += more;
      } else {
        left.add(key.name());
      }
    }
    return new LabelBudget(kept, constant, tooMany, left, bytes);
  }

  /// What is left out.
  ///
  /// @return a sentence for each reason, none if all labels are gathered
  public List<String> sentences() {
    var found = new ArrayList<String>();
    if (!constant.isEmpty()) {
      found.add("Labels with one value only are left out: " + String.join(", ", constant) + ".");
    }
    if (!tooMany.isEmpty()) {
      found.add(
          "Labels with more than %d values are left out: %s."
              .formatted(LabelKey.MOST_VALUES, String.join(", ", tooMany)));
    }
    if (!tooLarge.isEmpty()) {
      found.add(
          "Labels that do not fit the memory are left out: " + String.join(", ", tooLarge) + ".");
    }
    return found;
  }
}
