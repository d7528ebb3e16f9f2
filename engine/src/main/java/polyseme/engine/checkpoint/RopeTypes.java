// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.ArrayList;
import java.util.List;
import polyseme.engine.model.Rope.Dynamic;
import polyseme.engine.model.Rope.Linear;
import polyseme.engine.model.Rope.Llama3;
import polyseme.engine.model.Rope.LongRope;
import polyseme.engine.model.Rope.Scaling;
import polyseme.engine.model.Rope.Unscaled;
import polyseme.engine.model.Rope.Yarn;
import polyseme.engine.task.CheckpointException;

/// How the frequencies of a rotary embedding are changed, by the names that configurations give it.
///
/// @param fields the object that holds the type and its numbers
/// @param trainedIn where the number of trained positions is read, if it is there
/// @param width how many coordinates of a head are turned
/// @param nPositions `max_position_embeddings`
record RopeTypes(ConfigFields fields, ConfigFields trainedIn, int width, int nPositions) {

  /// Entry of the number of positions that the model was trained with before it was extended.
  static final String TRAINED = "original_max_position_embeddings";

  private static final double USUAL_BETA_FAST = 32;

  static boolean mentionsTrained(ConfigFields fields) {
    return fields.root().has(TRAINED);
  }

  /// Which of the two spellings of the type is there.
  String key() {
    return fields.mentions("rope_type") || !fields.mentions("type") ? "rope_type" : "type";
  }

  /// The type.
  String name() throws CheckpointException {
    var key = key();
    if (!fields.mentions(key)) {
      return "default";
    }
    return fields.text(key).orElseThrow(() -> fields.odd(key, "text"));
  }

  /// Reads the numbers that the type needs.
  ///
  /// @param theta base of the frequencies
  Scaling read(double theta) throws CheckpointException {
    return switch (name()) {
      case "default" -> new Unscaled();
      case "linear" -> new Linear(needed("factor"));
      case "dynamic" -> dynamic();
      case "llama3" -> llama3();
      case "yarn" -> yarn(theta);
      case "longrope" -> longRope(trained());
      default -> throw fields.refused(key());
    };
  }

  private int trained() throws CheckpointException {
    return trainedIn.mentions(TRAINED) ? trainedIn.size(TRAINED) : nPositions;
  }

  private Scaling dynamic() throws CheckpointException {
    if (width == 2) {
      throw fields.refused(key()); // its exponent is width / (width - 2)
    }
    return new Dynamic(needed("factor"), nPositions);
  }

  private Scaling llama3() throws CheckpointException {
    var low = needed("low_freq_factor");
    var high = needed("high_freq_factor");
    if (low == high) {
      throw fields.odd("high_freq_factor", "another number than low_freq_factor");
    }
    return new Llama3(needed("factor"), low, high, trained());
  }

  private Scaling yarn(double theta) throws CheckpointException {
    if (theta == 1) {
      throw fields.refused(key()); // its ramp divides by the logarithm of the base
    }
    var trained = trained();
    var factor = extension(true, trained);
    return new Yarn(
        factor,
        trained,
        zeroMeans("beta_fast", USUAL_BETA_FAST),
        zeroMeans("beta_slow", 1),
        fields.flag("truncate", !fields.mentions("truncate")),
        fields.positive("attention_factor", yarnAttention(factor)));
  }

  private double yarnAttention(double factor) throws CheckpointException {
    var some = zeroMeans("mscale", 0);
    var all = zeroMeans("mscale_all_dim", 0);
    return some != 0 && all != 0
        ? attention(factor, some) / attention(factor, all)
        : attention(factor, 1);
  }

  private static double attention(double factor, double scale) {
    return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
  }

  /// Needs a factor for each frequency, for shorter and for longer texts.
  ///
  /// @param trained positions the model was trained with
  Scaling longRope(int trained) throws CheckpointException {
    var factor = extension(false, trained);
    var usual = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(trained));
    if (Double.isInfinite(usual)) {
      throw fields.refused(key());
    }
    return new LongRope(
        factors("short_factor"),
        factors("long_factor"),
        trained,
        fields.positive("attention_factor", usual));
  }

  private List<Double> factors(String key) throws CheckpointException {
    var expected = "%d numbers above 0".formatted(width / 2);
    if (!fields.has(key) || !fields.root().get(key).isArray()) {
      throw fields.has(key) ? fields.odd(key, expected) : missing(key);
    }
    var numbers = new ArrayList<Double>();
    for (var number : fields.root().get(key)) {
      var value = number.isNumber() ? number.doubleValue() : 0;
      if (!(value > 0) || Double.isInfinite(value)) {
        throw fields.odd(key, expected);
      }
      numbers.add(value);
    }
    if (numbers.size() != width / 2) {
      throw fields.odd(key, expected);
    }
    return numbers;
  }

  /// The factor; where it is null, how much longer the model was made.
  ///
  /// @param mustBeThere whether the reference fails if the entry is missing altogether
  private double extension(boolean mustBeThere, int trained) throws CheckpointException {
    if (mustBeThere && !fields.mentions("factor")) {
      throw missing("factor");
    }
    return fields.positive("factor", (double) nPositions / trained);
  }

  /// A number that the type cannot do without.
  private double needed(String key) throws CheckpointException {
    if (!fields.mentions(key)) {
      throw missing(key);
    }
    return fields.positive(key);
  }

  // Which type needs it: whoever did not write the entry does not know that the model is of it.
  private CheckpointException missing(String key) throws CheckpointException {
    return fields.missing(key, "which %s %s needs".formatted(key(), name()));
  }

  /// A number for which 0 stands for the usual one, as null does.
  private double zeroMeans(String key, double usual) throws CheckpointException {
    var zero = fields.has(key) && fields.root().get(key).asDouble(1) == 0;
    return zero ? usual : fields.positive(key, usual);
  }
}
