// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import polyseme.analysis.corpus.TokenRef;

/// Positions of the corpus shared by all neurons, and the activations found there.
///
/// Several workers may fill it at once: every position is filled by the one that has its window.
final class ProfileSample {

  private final List<TokenRef> places;
  private final long[] keys;
  private final float[][] rows;
  private final int dMlp;

  /// @param places in the order of the corpus
  ProfileSample(List<TokenRef> places, int nLayers, int dMlp) {
    this.places = List.copyOf(places);
    this.dMlp = dMlp;
    keys = places.stream().mapToLong(place -> key(place.document(), place.position())).toArray();
    rows = new float[keys.length][nLayers * dMlp];
  }

  private static long key(int document, int position) {
    return ((long) document << 32) | position;
  }

  List<TokenRef> places() {
    return places;
  }

  float get(int place, int neuron) {
    return rows[place][neuron];
  }

  /// Copies what a layer holds at the positions that lie in a window.
  void take(Window window, int layer, FloatBuffer values, int start) {
    var from = key(window.document(), window.first());
    var at = Arrays.binarySearch(keys, from);
    for (var i = at < 0 ? -at - 1 : at; i < keys.length && keys[i] < from + window.length(); i++) {
      var token = (int) (keys[i] - from);
      values.get(start + token * dMlp, rows[i], layer * dMlp, dMlp);
    }
  }
}
