// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

/// Bins for a token's place in its window: the first 32 one by one, then eight an octave.
///
/// @param contextLength places that a window may have, at least 1
public record PositionBins(int contextLength) {

  private static final int SINGLE = 32;
  private static final int SINGLE_BITS = 5;
  private static final int OCTAVE_BITS = 3;

  /// Refuses a context of no tokens.
  public PositionBins {
    if (contextLength < 1) {
      throw new IllegalArgumentException("context of " + contextLength);
    }
  }

  /// How many bins there are.
  ///
  /// @return enough for the last place of the longest window
  public int count() {
    return of(contextLength - 1) + 1;
  }

  /// Bin of a place.
  ///
  /// @param position place in the window, from 0
  /// @return from 0; ascending with the place
  public int of(int position) {
    if (position < SINGLE) {
      return position;
    }
    var octave = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(position);
    var eighth = (position >> (octave - OCTAVE_BITS)) & ((1 << OCTAVE_BITS) - 1);
    return SINGLE + ((octave - SINGLE_BITS) << OCTAVE_BITS) + eighth;
  }

  /// First place of a bin; for the bin behind the last it is the context length.
  ///
  /// @param bin from 0 to [#count()]
  /// @return the place
  public int first(int bin) {
    if (bin >= count()) {
      return contextLength;
    }
    if (bin < SINGLE) {
      return bin;
    }
    var octave = SINGLE_BITS + ((bin - SINGLE) >> OCTAVE_BITS);
    var eighth = (bin - SINGLE) & ((1 << OCTAVE_BITS) - 1);
    return ((1 << OCTAVE_BITS) + eighth) << (octave - OCTAVE_BITS);
  }
}
