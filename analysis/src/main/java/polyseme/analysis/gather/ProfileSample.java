// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import polyseme.analysis.corpus.TokenRef;

/// Positions of the corpus shared by all neurons, and the activations found there.
///
/// Several workers may fill it at once: every position is filled by the one that has its window.
public final class ProfileSample {

  private final List<TokenRef> places;
  private final long[] keys;
  private final float[][] rows;
  private final int dMlp;

  /// Makes room.
  ///
  /// @param places in the order of the corpus
  /// @param nLayers layers of the model
  /// @param dMlp neurons of a layer
  public ProfileSample(List<TokenRef> places, int nLayers, int dMlp) {
    this.places = List.copyOf(places);
    this.dMlp = dMlp;
    keys = places.stream().mapToLong(place -> key(place.document(), place.position())).toArray();
    rows = new float[keys.length][nLayers * dMlp];
  }

  private static long key(int document, int position) {
    return ((long) document << 32) | position;
  }

  /// The positions.
  ///
  /// @return in the order of the corpus
  public List<TokenRef> places() {
    return places;
  }

  /// An activation.
  ///
  /// @param place which of [#places()]
  /// @param neuron row of the neuron
  /// @return what the neuron does there
  public float get(int place, int neuron) {
    return rows[place][neuron];
  }

  /// Copies what a layer holds at the positions that lie in a window.
  void take(Window window, int layer, FloatBuffer values, int start) {
    var from = key(window.document(), window.first());
    var at = Arrays.binarySearch(keys, from + window.from());
    for (var i = at < 0 ? -at - 1 : at; i < keys.length && keys[i] < from + window.to(); i++) {
      var token = (int) (keys[i] - from);
      values.get(start + token * dMlp, rows[i], layer * dMlp, dMlp);
    }
  }
}
