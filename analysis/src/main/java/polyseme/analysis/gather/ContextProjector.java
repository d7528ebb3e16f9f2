// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.nio.FloatBuffer;
import java.util.Arrays;

/// Projects context vectors on a [ContextBasis], many at a time. Each worker has its own.
///
/// Gives the numbers of [ContextBasis#project] however many are projected at once.
public final class ContextProjector {

  private static final int CHUNK = 256; // vectors at a time
  private static final int TILE = 32; // columns at a time: 32 KiB of a chunk

  private final ContextBasis basis;
  private final int dimensions;
  private final float[][][] directions; // [layer][direction][column], padded with zeros
  private final float[][] columns; // [column][vector of the chunk]
  private final float[][] along; // [direction][vector of the chunk]
  private final float[] vector;

  /// For a worker.
  ///
  /// @param basis the pilot's directions
  public ContextProjector(ContextBasis basis) {
    this.basis = basis;
    dimensions = basis.directions();
    var rows = dimensions + dimensions % 2;
    var padded = OuterSums.padded(basis.size());
    directions = new float[basis.nLayers()][rows][];
    for (var layer = 0; layer < directions.length; layer++) {
      Arrays.fill(directions[layer], new float[padded]);
      for (var d = 0; d < dimensions; d++) {
        directions[layer][d] = Arrays.copyOf(basis.direction(layer, d), padded);
      }
    }
    columns = new float[padded][CHUNK];
    along = new float[rows][CHUNK];
    vector = new float[basis.size()];
  }

  /// Projects vectors that follow each other.
  ///
  /// @param layer whose
  /// @param values `[vector, column]`, at any position
  /// @param start where the first vector begins in `values`
  /// @param count how many vectors
  /// @param into one array a vector, filled as by [ContextBasis#project]
  /// @param first index of the first vector's
  public void project(
      int layer, FloatBuffer values, int start, int count, float[][] into, int first) {
    for (var from = 0; from < count; from += CHUNK) {
      var some = Math.min(CHUNK, count - from);
      read(layer, values, start + from * vector.length, some);
      multiply(directions[layer]);
      for (var t = 0; t < some; t++) {
        for (var d = 0; d < dimensions; d++) {
          into[first + from + t][d] = along[d][t];
        }
        ContextBasis.toUnitLength(into[first + from + t], dimensions);
      }
    }
  }

  private void read(int layer, FloatBuffer values, int start, int count) {
    var mean = basis.mean(layer);
    for (var t = 0; t < count; t++) {
      values.get(start + t * vector.length, vector);
      for (var i = 0; i < vector.length; i++) {
        columns[i][t] = vector[i] - mean[i];
      }
    }
  }

  /// Tile by tile, for the first cache; every sum still takes the columns in their order.
  private void multiply(float[][] weights) {
    for (var row : along) {
      Arrays.fill(row, 0f);
    }
    for (var tile = 0; tile < columns.length; tile += TILE) {
      var end = Math.min(tile + TILE, columns.length);
      for (var d = 0; d < weights.length; d += 2) {
        for (var i = tile; i < end; i += OuterSums.ROWS) {
          OuterSums.add(along[d], along[d + 1], weights[d], weights[d + 1], columns, i);
        }
      }
    }
  }
}
