// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import polyseme.engine.model.ActivationFunction;
import polyseme.engine.task.CheckpointException;

/// Entries that have a usual value where they are missing, but may not be null: the reference's
/// configuration classes tell the two apart.
final class NotNull {

  private static final int LARGEST_COUNT = 100_000_000;

  private NotNull() {}

  /// A size from 1.
  static int size(ConfigFields fields, String key, int otherwise) throws CheckpointException {
    return given(fields, key, "a whole number") ? fields.size(key) : otherwise;
  }

  /// A whole number from 0.
  static int count(ConfigFields fields, String key, int otherwise) throws CheckpointException {
    if (!given(fields, key, "a whole number")) {
      return otherwise;
    }
    var value = fields.root().get(key);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < 0
        || value.intValue() > LARGEST_COUNT) {
      throw fields.odd(key, "a whole number from 0 to %d".formatted(LARGEST_COUNT));
    }
    return value.intValue();
  }

  /// A finite number above zero.
  static double positive(ConfigFields fields, String key, double otherwise)
      throws CheckpointException {
    return given(fields, key, "a number above 0") ? fields.positive(key, otherwise) : otherwise;
  }

  static boolean flag(ConfigFields fields, String key, boolean otherwise)
      throws CheckpointException {
    return given(fields, key, "true or false") ? fields.flag(key, otherwise) : otherwise;
  }

  static ActivationFunction activation(ConfigFields fields, String key, String otherwise)
      throws CheckpointException {
    given(fields, key, "text");
    return ActivationNames.read(fields, key, otherwise);
  }

  private static boolean given(ConfigFields fields, String key, String expected)
      throws CheckpointException {
    if (fields.mentions(key) && !fields.has(key)) {
      throw fields.odd(key, expected);
    }
    return fields.has(key);
  }
}
