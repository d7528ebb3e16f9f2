// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

import java.util.List;

/// Rotary position embedding: pairs of coordinates of queries and keys are turned by position ·
/// frequency.
///
/// @param width how many coordinates of a head are turned; even, the rest passes unchanged
/// @param pairing which coordinates belong together
/// @param theta base of the frequencies: the i-th is theta^(−2i/width)
/// @param scaling how the frequencies are changed for longer contexts
public record Rope(int width, Pairing pairing, double theta, Scaling scaling) {

  /// Refuses widths that cannot be divided into pairs.
  public Rope {
    if (width < 2 || width % 2 != 0 || !(theta > 0)) {
      throw new IllegalArgumentException("rotary width %d, theta %s".formatted(width, theta));
    }
  }

  /// Which coordinates are turned together.
  public enum Pairing {
    /// Coordinate k with k + width / 2, as in GPT-NeoX and Llama.
    HALVES,
    /// Coordinate 2k with 2k + 1, as in GPT-J.
    ADJACENT
  }

  /// A change of the frequencies. Formulas: the card of rotary embeddings in transformers'
  /// `modeling_rope_utils`.
  public sealed interface Scaling {}

  /// None.
  public record Unscaled() implements Scaling {}

  /// All frequencies divided by a factor.
  ///
  /// @param factor the factor
  public record Linear(double factor) implements Scaling {}

  /// A larger base for texts beyond the context the model was trained with.
  ///
  /// @param factor the factor
  /// @param trained positions the model was trained with
  public record Dynamic(double factor, int trained) implements Scaling {}

  /// Llama 3.1's: long wavelengths divided, short ones kept, those between mixed.
  ///
  /// @param factor the factor
  /// @param lowFactor how many wavelengths fit `trained` at the long end
  /// @param highFactor how many at the short end
  /// @param trained positions the model was trained with
  public record Llama3(double factor, double lowFactor, double highFactor, int trained)
      implements Scaling {}

  /// YaRN: a ramp between divided and kept frequencies.
  ///
  /// @param factor the factor
  /// @param trained positions the model was trained with
  /// @param betaFast where the ramp begins, in turns over `trained`
  /// @param betaSlow where it ends
  /// @param truncate whether the ends are whole numbers
  /// @param attentionFactor what cosine and sine are multiplied by
  public record Yarn(
      double factor,
      int trained,
      double betaFast,
      double betaSlow,
      boolean truncate,
      double attentionFactor)
      implements Scaling {}

  /// A factor of its own for each frequency, as in Phi-3.
  ///
  /// @param shortFactors for texts up to `trained`, width / 2 of them
  /// @param longFactors for longer ones
  /// @param trained positions the model was trained with
  /// @param attentionFactor what cosine and sine are multiplied by
  public record LongRope(
      List<Double> shortFactors, List<Double> longFactors, int trained, double attentionFactor)
      implements Scaling {

    /// Keeps the lists unchangeable.
    public LongRope {
      shortFactors = List.copyOf(shortFactors);
      longFactors = List.copyOf(longFactors);
    }
  }
}
