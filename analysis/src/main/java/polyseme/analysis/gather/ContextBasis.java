// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// What the pilot found out about the context vectors of every layer: their mean, and the
/// directions in which they vary most. The same for every part of a scan, and shared by its
/// workers.
///
/// On these directions a context vector is a few numbers. They are scaled to unit length, so that
/// products of two are cosines; how much of the vectors' variance they hold is
/// [#keptVariance(int)].
public final class ContextBasis {

  /// Directions kept of a layer at most.
  public static final int MOST = 64;

  private static final String TAG = "basi";
  private static final int HEADER = 12;

  private final List<Layer> layers;
  private final int size;
  private final int dimensions;

  /// One layer.
  private static final class Layer {

    final float[] mean;
    final float[][] directions; // zeros where the vectors vary in fewer
    final double[] variances;
    double total;

    Layer(int size, int dimensions) {
      mean = new float[size];
      directions = new float[dimensions][size];
      variances = new double[dimensions];
    }
  }

  private ContextBasis(List<Layer> layers, int size, int dimensions) {
    this.layers = List.copyOf(layers);
    this.size = size;
    this.dimensions = dimensions;
  }

  /// Finds the directions.
  ///
  /// @param contexts the pilot's context vectors, layer by layer, at least one layer, all of one
  ///   size
  /// @return at most [#MOST] directions a layer
  public static ContextBasis of(List<ContextCovariance> contexts) {
    var size = contexts.getFirst().size();
    var dimensions = Math.min(MOST, size);
    return new ContextBasis(
        contexts.stream().map(layer -> layer(layer, size, dimensions)).toList(), size, dimensions);
  }

  private static Layer layer(ContextCovariance contexts, int size, int dimensions) {
    if (contexts.size() != size) {
      throw new IllegalArgumentException(contexts.size() + " and " + size + " columns");
    }
    var layer = new Layer(size, dimensions);
    copy(contexts.mean(), layer.mean);
    var found = new LeadingDirections(contexts.covariance(), dimensions);
    layer.total = found.total();
    for (var d = 0; d < found.count(); d++) {
      layer.variances[d] = found.variance(d);
      copy(found.vector(d), layer.directions[d]);
    }
    return layer;
  }

  private static void copy(double[] from, float[] to) {
    for (var i = 0; i < to.length; i++) {
      to[i] = (float) from[i];
    }
  }

  /// Layers.
  ///
  /// @return how many
  public int nLayers() {
    return layers.size();
  }

  /// Numbers of a context vector.
  ///
  /// @return the width of the residual stream
  public int size() {
    return size;
  }

  /// Numbers of a projected context vector.
  ///
  /// @return directions a layer
  public int directions() {
    return dimensions;
  }

  /// Variance along a direction, over the pilot's tokens.
  ///
  /// @param layer from 0
  /// @param direction from 0, the largest first
  /// @return the variance; 0 where the vectors vary in fewer directions
  public double variance(int layer, int direction) {
    return layers.get(layer).variances[direction];
  }

  /// Share of the context vectors' variance that the directions hold.
  ///
  /// @param layer from 0
  /// @return 0 to 1; 0 where the vectors do not vary
  public double keptVariance(int layer) {
    var total = layers.get(layer).total;
    return total > 0 ? Math.min(1, Arrays.stream(layers.get(layer).variances).sum() / total) : 0;
  }

  /// Not to be changed.
  float[] mean(int layer) {
    return layers.get(layer).mean;
  }

  /// Not to be changed.
  float[] direction(int layer, int direction) {
    return layers.get(layer).directions[direction];
  }

  /// Projects one context vector. Slow: a scan lets [ContextProjector] do the same to many at a
  /// time, at a tenth of the price.
  ///
  /// @param layer whose
  /// @param values holds it
  /// @param start where it begins in `values`
  /// @param into filled with [#directions()] numbers of unit length; zeros if nothing of the vector
  ///   lies in the directions, or it is not finite
  public void project(int layer, FloatBuffer values, int start, float[] into) {
    var mean = layers.get(layer).mean;
    for (var d = 0; d < dimensions; d++) {
      var direction = direction(layer, d);
      var sum = 0f;
      for (var i = 0; i < size; i++) {
        sum = Math.fma(direction[i], values.get(start + i) - mean[i], sum);
      }
      into[d] = sum;
    }
    toUnitLength(into, dimensions);
  }

  static void toUnitLength(float[] vector, int size) {
    var squares = 0.0;
    for (var d = 0; d < size; d++) {
      squares += (double) vector[d] * vector[d];
    }
    var factor = squares > 0 && squares <= Double.MAX_VALUE ? 1 / Math.sqrt(squares) : 0;
    for (var d = 0; d < size; d++) {
      vector[d] = factor == 0 ? 0f : (float) (vector[d] * factor);
    }
  }

  /// Writes section `basi`: layers, columns and directions (i32 each), then for every layer the
  /// total variance and that of each direction (f64), the mean and the directions (f32).
  ///
  /// @param out the file
  /// @throws IOException if it cannot be written
  public void save(SectionWriter out) throws IOException {
    out.begin(TAG);
    out.putInt(layers.size()).putInt(size).putInt(dimensions);
    for (var layer : layers) {
      out.putDouble(layer.total);
      for (var variance : layer.variances) {
        out.putDouble(variance);
      }
      for (var value : layer.mean) {
        out.putFloat(value);
      }
      for (var direction : layer.directions) {
        for (var value : direction) {
          out.putFloat(value);
        }
      }
    }
    out.end();
  }

  /// Reads what [#save] wrote.
  ///
  /// @param in the file
  /// @return the directions
  /// @throws StoreException if it is damaged
  public static ContextBasis load(SectionFile in) throws StoreException {
    var header = in.read(TAG, 0, HEADER);
    var nLayers = header.getInt();
    var size = header.getInt();
    var dimensions = header.getInt();
    if (nLayers < 1 || size < 1 || dimensions < 1 || dimensions > Math.min(MOST, size)) {
      throw in.damaged("section " + TAG);
    }
    var each = 8L * (1 + dimensions) + 4L * size * (1 + dimensions);
    if (each > Integer.MAX_VALUE || in.length(TAG) - HEADER != each * nLayers) {
      throw in.damaged("section " + TAG);
    }
    var layers = new Layer[nLayers];
    for (var i = 0; i < nLayers; i++) {
      var layer = new Layer(size, dimensions);
      var bytes = in.read(TAG, HEADER + i * each, (int) each);
      layer.total = bytes.getDouble();
      bytes.asDoubleBuffer().get(layer.variances);
      var floats = bytes.position(bytes.position() + 8 * dimensions).asFloatBuffer();
      floats.get(layer.mean);
      for (var direction : layer.directions) {
        floats.get(direction);
      }
      layers[i] = layer;
    }
    return new ContextBasis(List.of(layers), size, dimensions);
  }
}
