// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;
import java.util.Map;

/// What a pickle of weights can hold; a closed set, so that nothing else can come into being.
sealed interface PickleValue {

  /// Python's `None`.
  record None() implements PickleValue {}

  /// A truth value.
  record Flag(boolean value) implements PickleValue {}

  /// A whole number.
  record Whole(long value) implements PickleValue {}

  /// A floating-point number.
  record Real(double value) implements PickleValue {}

  /// Text.
  record Text(String value) implements PickleValue {}

  /// A tuple.
  record Tuple(List<PickleValue> items) implements PickleValue {}

  /// A list; grows while it is read.
  record Sequence(List<PickleValue> items) implements PickleValue {}

  /// A dictionary, of which only entries under text are kept; grows while it is read.
  record Table(Map<String, PickleValue> entries) implements PickleValue {}

  /// A Python name that is on the list.
  record Name(PickleName name) implements PickleValue {}

  /// A run of numbers in an entry of its own.
  record Storage(ElementType type, String key, long count) implements PickleValue {}

  /// A tensor: a view of a storage.
  record Tensor(Storage storage, StridedView view) implements PickleValue {}
}
