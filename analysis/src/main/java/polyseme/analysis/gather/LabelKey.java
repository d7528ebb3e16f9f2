// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.util.Arrays;
import java.util.List;

/// A label that documents carry, such as `topic`: its values, and which of them each document has.
public final class LabelKey {

  /// Values that a key may have to be gathered.
  public static final int MOST_VALUES = 64;

  /// A document without this label.
  public static final int NONE = -1;

  private final String name;
  private final List<String> values;
  private final byte[] ofDocuments;

  /// Makes a key.
  ///
  /// @param name what the corpus calls it
  /// @param values at least 2, at most [#MOST_VALUES]
  /// @param ofDocuments number of the value of each document, from 0, or [#NONE]; documents beyond
  ///   the end have none
  public LabelKey(String name, List<String> values, byte[] ofDocuments) {
    this.name = name;
    this.values = List.copyOf(values);
    this.ofDocuments = ofDocuments.clone();
    if (values.size() < 2 || values.size() > MOST_VALUES) {
      throw new IllegalArgumentException(name + " with " + values.size() + " values");
    }
    for (var value : ofDocuments) {
      if (value < NONE || value >= values.size()) {
        throw new IllegalArgumentException(name + " with value " + value);
      }
    }
  }

  /// What the corpus calls it.
  ///
  /// @return the name
  public String name() {
    return name;
  }

  /// Its values.
  ///
  /// @return in the order of their numbers
  public List<String> values() {
    return values;
  }

  /// The value that a document has.
  ///
  /// @param document its number
  /// @return number of the value, or [#NONE]
  public int of(int document) {
    return document < ofDocuments.length ? ofDocuments[document] : NONE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelKey same
        && name.equals(same.name)
        && values.equals(same.values)
        && Arrays.equals(ofDocuments, same.ofDocuments);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + values.hashCode();
  }

  @Override
  public String toString() {
    return name + " (" + values.size() + " values)";
  }
}
