// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// Activations at positions of the corpus that are the same for all neurons, in half precision (cut
/// at ±65,504). Each position is filled by the worker that has its window.
public final class ProfileSample implements Gatherer {

  private static final String TAG = "prow";

  private final List<TokenRef> places;
  private final long[] keys;
  private final short[] @Nullable [] rows;
  private final int neurons;

  /// Knows the positions; a row takes memory once it is filled.
  ///
  /// @param places in the order of the corpus
  /// @param neurons how many neurons
  public ProfileSample(List<TokenRef> places, int neurons) {
    this.places = List.copyOf(places);
    this.neurons = neurons;
    keys = places.stream().mapToLong(place -> key(place.document(), place.position())).toArray();
    rows = new short[keys.length][];
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

  /// Whether a position was met.
  ///
  /// @param place which of [#places()]
  /// @return true once it is filled
  public boolean has(int place) {
    return rows[place] != null;
  }

  /// An activation.
  ///
  /// @param place which of [#places()]; must have been met
  /// @param neuron row of the neuron
  /// @return half precision
  public short get(int place, int neuron) {
    var row = rows[place];
    if (row == null) {
      throw new IllegalStateException("position " + place + " was not met");
    }
    return row[neuron];
  }

  @Override
  public void accept(Block block) {
    var first = key(block.document(), block.position(0));
    var at = Arrays.binarySearch(keys, first);
    for (var i = at < 0 ? -at - 1 : at; i < keys.length && keys[i] < first + block.count(); i++) {
      var row = rows[i];
      if (row == null) {
        row = new short[neurons];
        rows[i] = row;
      }
      fill(row, block.firstRow(), block.values((int) (keys[i] - first)));
    }
  }

  private static void fill(short[] row, int from, float[] values) {
    for (var n = 0; n < values.length; n++) {
      row[from + n] = Half.of(values[n]);
    }
  }

  @Override
  public void endUnit() {
    // nothing is summed
  }

  @Override
  public void merge(Gatherer other) {
    var filled = ((ProfileSample) other).rows;
    for (var i = 0; i < rows.length; i++) {
      rows[i] = rows[i] == null ? filled[i] : rows[i];
    }
  }

  @Override
  public void save(SectionWriter out) throws IOException {
    out.begin(TAG);
    for (var i = 0; i < rows.length; i++) {
      var row = rows[i];
      if (row != null) {
        out.putInt(i);
        for (var value : row) {
          out.putShort(value);
        }
      }
    }
    out.end();
  }

  @Override
  public void load(SectionFile in, int group) throws StoreException {
    var key = SectionFile.key(TAG, group);
    var bytes = Integer.BYTES + Short.BYTES * (long) neurons;
    var length = in.length(key);
    if (length % bytes != 0) {
      throw in.damaged("section " + key);
    }
    for (long at = 0; at < length; at += bytes) {
      var place = in.read(key, at, Integer.BYTES).getInt();
      if (place < 0 || place >= rows.length) {
        throw in.damaged("section " + key);
      }
      var row = new short[neurons];
      in.read(key, at + Integer.BYTES, Short.BYTES * neurons).asShortBuffer().get(row);
      rows[place] = row;
    }
  }
}
