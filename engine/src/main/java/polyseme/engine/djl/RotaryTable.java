// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import java.util.List;
import polyseme.engine.model.Rope;
import polyseme.engine.tensor.FloatVector;

/// Cosine and sine of the angles of rotary positions.
///
/// Frequencies and angles are rounded to 32 bits where the reference rounds them: at far positions
/// the angle itself loses digits, and the model was trained with that. Formulas: transformers'
/// `modeling_rope_utils`.
///
/// @param positions how many rows
/// @param cos `[pos, width / 2]`
/// @param sin `[pos, width / 2]`
record RotaryTable(int positions, FloatVector cos, FloatVector sin) {

  /// Makes a table for texts of a length.
  ///
  /// @param rope frequencies
  /// @param positions length of the text
  static RotaryTable of(Rope rope, int positions) {
    var inverse = frequencies(rope, positions);
    var factor = (float) attentionFactor(rope.scaling());
    var cos = new float[positions * inverse.length];
    var sin = new float[positions * inverse.length];
    for (var pos = 0; pos < positions; pos++) {
      for (var i = 0; i < inverse.length; i++) {
        var angle = pos * inverse[i];
        cos[pos * inverse.length + i] = (float) Math.cos(angle) * factor;
        sin[pos * inverse.length + i] = (float) Math.sin(angle) * factor;
      }
    }
    return new RotaryTable(positions, FloatVector.wrap(cos), FloatVector.wrap(sin));
  }

  /// Whether a text of this length is turned by other angles than shorter ones.
  static boolean dependsOnLength(Rope rope, int positions) {
    return positions > longest(rope);
  }

  /// The longest text that is turned like all shorter ones.
  static int longest(Rope rope) {
    return switch (rope.scaling()) {
      case Rope.Dynamic(_, var trained) -> trained;
      case Rope.LongRope(_, _, var trained, _) -> trained;
      case Rope.Unscaled _, Rope.Linear _, Rope.Llama3 _, Rope.Yarn _ -> Integer.MAX_VALUE;
    };
  }

  /// The angle by which each pair is turned from one position to the next.
  ///
  /// @param rope frequencies
  /// @param positions length of the text, on which some kinds depend
  static float[] frequencies(Rope rope, int positions) {
    return switch (rope.scaling()) {
      case Rope.Unscaled _ -> plain(rope, rope.theta());
      case Rope.Linear(var factor) -> divided(plain(rope, rope.theta()), factor);
      case Rope.Dynamic dynamic -> plain(rope, theta(rope, dynamic, positions));
      case Rope.Llama3 llama -> llama3(plain(rope, rope.theta()), llama);
      case Rope.Yarn yarn -> yarn(rope, yarn);
      case Rope.LongRope longRope ->
          longRope(
              rope,
              positions > longRope.trained() ? longRope.longFactors() : longRope.shortFactors());
    };
  }

  private static double attentionFactor(Rope.Scaling scaling) {
    return switch (scaling) {
      case Rope.Yarn yarn -> yarn.attentionFactor();
      case Rope.LongRope longRope -> longRope.attentionFactor();
      case Rope.Unscaled _, Rope.Linear _, Rope.Dynamic _, Rope.Llama3 _ -> 1;
    };
  }

  private static float power(Rope rope, double theta, int i) {
    var exponent = 2 * i / (float) rope.width();
    return (float) Math.pow(theta, exponent);
  }

  private static float[] plain(Rope rope, double theta) {
    var inverse = new float[rope.width() / 2];
    for (var i = 0; i < inverse.length; i++) {
      inverse[i] = 1 / power(rope, theta, i);
    }
    return inverse;
  }

  private static float[] divided(float[] inverse, double factor) {
    for (var i = 0; i < inverse.length; i++) {
      inverse[i] /= (float) factor;
    }
    return inverse;
  }

  private static double theta(Rope rope, Rope.Dynamic dynamic, int positions) {
    if (positions <= dynamic.trained()) {
      return rope.theta();
    }
    var d = (double) rope.width();
    var stretch = dynamic.factor() * positions / dynamic.trained() - (dynamic.factor() - 1);
    return rope.theta() * Math.pow(stretch, d / (d - 2));
  }

  private static float[] llama3(float[] inverse, Rope.Llama3 llama) {
    for (var i = 0; i < inverse.length; i++) {
      var wavelength = 2 * Math.PI / inverse[i];
      if (wavelength > llama.trained() / llama.lowFactor()) {
        inverse[i] = (float) (inverse[i] / llama.factor());
      } else if (wavelength >= llama.trained() / llama.highFactor()) {
        var smooth =
            (llama.trained() / wavelength - llama.lowFactor())
                / (llama.highFactor() - llama.lowFactor());
        inverse[i] = (float) ((1 - smooth) * inverse[i] / llama.factor() + smooth * inverse[i]);
      }
    }
    return inverse;
  }

  private static float[] yarn(Rope rope, Rope.Yarn yarn) {
    var low = Math.max(corner(rope, yarn, yarn.betaFast(), false), 0);
    var high = Math.min(corner(rope, yarn, yarn.betaSlow(), true), rope.width() - 1);
    var width = high == low ? 0.001 : high - low;
    var inverse = plain(rope, rope.theta());
    for (var i = 0; i < inverse.length; i++) {
      var ramp = Math.clamp((i - low) / width, 0, 1);
      inverse[i] = (float) ((1 - ramp) * inverse[i] + ramp * inverse[i] / yarn.factor());
    }
    return inverse;
  }

  /// The pair that turns `beta` times over the trained context.
  private static double corner(Rope rope, Rope.Yarn yarn, double beta, boolean up) {
    var at =
        rope.width()
            * Math.log(yarn.trained() / (beta * 2 * Math.PI))
            / (2 * Math.log(rope.theta()));
    if (!yarn.truncate()) {
      return at;
    }
    return up ? Math.ceil(at) : Math.floor(at);
  }

  private static float[] longRope(Rope rope, List<Double> factors) {
    var inverse = new float[rope.width() / 2];
    for (var i = 0; i < inverse.length; i++) {
      inverse[i] = 1 / ((float) (double) factors.get(i) * power(rope, rope.theta(), i));
    }
    return inverse;
  }
}
