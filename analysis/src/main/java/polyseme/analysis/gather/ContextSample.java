// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// Context vectors of all layers at positions of the corpus, in half precision: those of
/// [ProfileSample].
public final class ContextSample {

  private static final String TAG = "crow";

  private final long[] keys;
  private final short[] @Nullable [] rows;
  private final int nLayers;
  private final int dModel;

  /// Knows the positions; a row takes memory once it is filled.
  ///
  /// @param places in the order of the corpus
  /// @param nLayers layers of the model
  /// @param dModel numbers of a vector
  public ContextSample(List<TokenRef> places, int nLayers, int dModel) {
    this.nLayers = nLayers;
    this.dModel = dModel;
    keys = places.stream().mapToLong(place -> key(place.document(), place.position())).toArray();
    rows = new short[keys.length][];
  }

  private static long key(int document, int position) {
    return ((long) document << 32) | position;
  }

  /// Takes what a layer holds at the positions that lie in a window.
  ///
  /// @param window the window
  /// @param layer which layer
  /// @param values `[token, dModel]`
  /// @param start where the window's first token begins in `values`
  public void take(Window window, int layer, FloatBuffer values, int start) {
    var from = key(window.document(), window.first());
    var at = Arrays.binarySearch(keys, from + window.from());
    for (var i = at < 0 ? -at - 1 : at; i < keys.length && keys[i] < from + window.to(); i++) {
      var row = rows[i];
      if (row == null) {
        row = new short[nLayers * dModel];
        rows[i] = row;
      }
      var first = start + (int) (keys[i] - from) * dModel;
      for (var d = 0; d < dModel; d++) {
        row[layer * dModel + d] = Half.of(values.get(first + d));
      }
    }
  }

  /// Takes over positions that another filled.
  ///
  /// @param other a sample of the same positions
  public void merge(ContextSample other) {
    for (var i = 0; i < rows.length; i++) {
      rows[i] = rows[i] == null ? other.rows[i] : rows[i];
    }
  }

  /// Writes the vectors met, section `crow`: number of the position, then all layers.
  ///
  /// @param out the file
  /// @throws IOException if it cannot be written
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

  /// Adds what [#save] wrote.
  ///
  /// @param in the file
  /// @param group which group
  /// @throws StoreException if it is damaged
  public void load(SectionFile in, int group) throws StoreException {
    var key = SectionFile.key(TAG, group);
    var numbers = Math.multiplyExact(nLayers, dModel);
    var bytes = Integer.BYTES + Short.BYTES * (long) numbers;
    var length = in.length(key);
    if (length % bytes != 0) {
      throw in.damaged("section " + key);
    }
    for (long at = 0; at < length; at += bytes) {
      var place = in.read(key, at, Integer.BYTES).getInt();
      if (place < 0 || place >= rows.length) {
        throw in.damaged("section " + key);
      }
      var row = new short[numbers];
      in.read(key, at + Integer.BYTES, Short.BYTES * numbers).asShortBuffer().get(row);
      rows[place] = row;
    }
  }
}
