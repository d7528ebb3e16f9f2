// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// Mean, covariance and leading directions of context vectors.
class ContextBasisTest {

  @TempDir Path folder;

  private static float[] vectors(int count, int size, long seed) {
    var random = new SplittableRandom(seed);
    var values = new float[count * size];
    for (var t = 0; t < count; t++) {
      var common = random.nextGaussian();
      for (var i = 0; i < size; i++) {
        var own = random.nextGaussian() * (1 + 4.0 * ((i * 7) % size) / size);
        values[t * size + i] = (float) (100 + i + own + common * (i % 3));
      }
    }
    return values;
  }

  private static ContextCovariance covariance(float[] values, int size) {
    var made = new ContextCovariance(size);
    for (var start = 0; start < values.length; start += size) {
      made.add(FloatBuffer.wrap(values), start);
    }
    return made;
  }

  /// Products in float, about a mean known to a tenth: errors of some 1e-7 of the variances (1 to
  /// 30 here), a few times that for the largest of 130,000 entries.
  @Test
  void meanAndCovarianceAreThoseOfTwoPassesInDouble() {
    for (var size : new int[] {1, 2, 5, 64, 515}) {
      var values = vectors(301, size, size);
      var made = covariance(values, size);
      assertEquals(301, made.count());
      var mean = new double[size];
      for (var i = 0; i < values.length; i++) {
        mean[i % size] += (double) values[i] / 301;
      }
      assertArrayEquals(mean, made.mean(), 1e-5);
      var matrix = made.covariance();
      for (var i = 0; i < size; i++) {
        for (var j = 0; j < size; j += 1 + i % 5) {
          var sum = 0.0;
          for (var t = 0; t < values.length; t += size) {
            sum += (values[t + i] - mean[i]) * (values[t + j] - mean[j]);
          }
          assertEquals(sum / 301, matrix[i][j], 2e-5, i + ", " + j);
        }
      }
    }
  }

  @Test
  void vectorsThatAreNotFiniteAreLeftOut() {
    var values = vectors(70, 4, 1);
    var with = new float[72 * 4];
    System.arraycopy(values, 0, with, 0, 5 * 4);
    with[5 * 4 + 1] = Float.NaN;
    with[6 * 4 + 3] = Float.NEGATIVE_INFINITY;
    System.arraycopy(values, 5 * 4, with, 7 * 4, 65 * 4);
    var clean = covariance(values, 4);
    var odd = covariance(with, 4);
    assertEquals(70, odd.count());
    assertArrayEquals(clean.covariance(), odd.covariance());
  }

  /// Eigenvectors to rounding, orthonormal, and nothing larger left over: together that proves that
  /// they are the leading ones.
  @Test
  void directionsAreTheLeadingEigenvectors() {
    for (var size : new int[] {1, 2, 3, 40, 150}) {
      var matrix = covariance(vectors(200, size, size), size).covariance();
      var found = new LeadingDirections(copy(matrix), Math.min(size, 20));
      assertEquals(Math.min(size, 20), found.count());
      var scale = found.variance(0);
      for (var d = 0; d < found.count(); d++) {
        var image = times(matrix, found.vector(d));
        Tridiagonal.addTo(image, -found.variance(d), found.vector(d), 0);
        assertEquals(0, Tridiagonal.norm(image, 0), 1e-12 * scale);
        for (var e = 0; e <= d; e++) {
          var product = Tridiagonal.dot(found.vector(d), found.vector(e), 0);
          assertEquals(d == e ? 1 : 0, product, 1e-12);
        }
      }
      for (var d = 0; d < found.count(); d++) {
        for (var i = 0; i < size; i++) {
          var v = found.vector(d);
          Tridiagonal.addTo(matrix[i], -found.variance(d) * v[i], v, 0);
        }
      }
      var least = found.variance(found.count() - 1);
      assertTrue(largest(matrix) <= least * (1 + 1e-9) + 1e-12 * scale, "left over at " + size);
    }
  }

  private static double[][] copy(double[][] matrix) {
    var made = new double[matrix.length][];
    for (var i = 0; i < made.length; i++) {
      made[i] = matrix[i].clone();
    }
    return made;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    var image = new double[vector.length];
    for (var i = 0; i < image.length; i++) {
      image[i] = Tridiagonal.dot(matrix[i], vector, 0);
    }
    return image;
  }

  /// Largest eigenvalue's magnitude by 400 powers; from below.
  private static double largest(double[][] matrix) {
    var x = new double[matrix.length];
    for (var i = 0; i < x.length; i++) {
      x[i] = 1 + i % 7;
    }
    var norm = 0.0;
    for (var i = 0; i < 400; i++) {
      norm = Tridiagonal.norm(x, 0);
      for (var j = 0; norm > 0 && j < x.length; j++) {
        x[j] /= norm;
      }
      x = times(matrix, x);
    }
    return Tridiagonal.norm(x, 0);
  }

  /// Reflections of a known diagonal, with equal variances, an outlier as in GPT-2's residual
  /// stream, and nothing beyond the 70th direction.
  @Test
  void aPlantedSpectrumIsFound() {
    var size = 200;
    var planted = new double[size];
    for (var i = 0; i < 70; i++) {
      planted[i] = i == 0 ? 1e6 : i < 4 ? 50 : 10 * Math.pow(0.97, i);
    }
    var random = new SplittableRandom(4);
    var normals = new double[6][size];
    for (var normal : normals) {
      for (var i = 0; i < size; i++) {
        normal[i] = random.nextGaussian();
      }
      var norm = Tridiagonal.norm(normal, 0);
      for (var i = 0; i < size; i++) {
        normal[i] /= norm;
      }
    }
    var matrix = new double[size][size];
    for (var k = 0; k < 70; k++) {
      var axis = axis(normals, size, k);
      for (var i = 0; i < size; i++) {
        Tridiagonal.addTo(matrix[i], planted[k] * axis[i], axis, 0);
      }
    }
    var found = new LeadingDirections(matrix, 64);
    var projector = 0.0;
    for (var k = 0; k < 64; k++) {
      assertEquals(planted[k], found.variance(k), 1e-12 * planted[0]);
      for (var d = 0; d < 64; d++) {
        var cosine = Tridiagonal.dot(axis(normals, size, k), found.vector(d), 0);
        projector += cosine * cosine;
      }
    }
    assertEquals(64, projector, 1e-8, "squared cosines of the two spaces");
    assertEquals(1, Math.abs(Tridiagonal.dot(axis(normals, size, 0), found.vector(0), 0)), 1e-12);
  }

  private static double[] axis(double[][] normals, int size, int k) {
    var axis = new double[size];
    axis[k] = 1;
    for (var normal : normals) {
      Tridiagonal.addTo(axis, -2 * Tridiagonal.dot(normal, axis, 0), normal, 0);
    }
    return axis;
  }

  @Test
  void equalVariancesAndNoneGiveDirectionsAndNone() {
    var unit = new double[30][30];
    for (var i = 0; i < 30; i++) {
      unit[i][i] = 2;
    }
    var found = new LeadingDirections(unit, 12);
    assertEquals(12, found.count());
    for (var d = 0; d < 12; d++) {
      assertEquals(2, found.variance(d), 1e-12);
      for (var e = 0; e <= d; e++) {
        var product = Tridiagonal.dot(found.vector(d), found.vector(e), 0);
        assertEquals(d == e ? 1 : 0, product, 1e-12);
      }
    }
    assertEquals(0, new LeadingDirections(new double[9][9], 4).count());
  }

  @Test
  void projectionsHaveUnitLengthAndAreTheSameOneByOne() {
    var size = 67;
    var values = FloatBuffer.wrap(vectors(300, size, 9));
    var basis =
        ContextBasis.of(
            List.of(covariance(values.array(), size), covariance(values.array(), size)));
    assertEquals(64, basis.directions());
    assertTrue(basis.keptVariance(1) > 0.9 && basis.keptVariance(1) < 1);
    var together = new float[302][64];
    values.put(7 * size + 3, Float.NaN);
    new ContextProjector(basis).project(1, values, 0, 300, together, 2);
    for (var t = 0; t < 300; t++) {
      var alone = new float[64];
      basis.project(1, values, t * size, alone);
      assertArrayEquals(alone, together[t + 2]);
      var norm = 0.0;
      for (var value : alone) {
        norm += (double) value * value;
      }
      assertEquals(t == 7 ? 0 : 1, norm, 1e-6);
    }
  }

  @Test
  void aVectorAtTheMeanIsZero() {
    var values = new float[80 * 3];
    var basis = ContextBasis.of(List.of(covariance(values, 3)));
    var into = new float[] {5, 5, 5};
    basis.project(0, FloatBuffer.wrap(values), 0, into);
    assertArrayEquals(new float[3], into);
    assertEquals(0, basis.keptVariance(0));
  }

  @Test
  void theSameVectorsGiveTheSameBytesAndTheyAreReadAgain() throws IOException, StoreException {
    var values = vectors(200, 90, 3);
    var basis = ContextBasis.of(List.of(covariance(values, 90), covariance(values, 90)));
    var bytes = saved(basis, "one");
    assertArrayEquals(
        bytes,
        saved(ContextBasis.of(List.of(covariance(values, 90), covariance(values, 90))), "two"));
    try (var file = SectionFile.open(folder.resolve("one"), "test")) {
      var loaded = ContextBasis.load(file);
      assertArrayEquals(bytes, saved(loaded, "again"));
      assertEquals(basis.keptVariance(0), loaded.keptVariance(0));
    }
  }

  @Test
  void aSectionOfTheWrongLengthIsDamage() throws IOException, StoreException {
    try (var out = new SectionWriter(folder.resolve("odd"), "test")) {
      out.begin("basi");
      out.putInt(1).putInt(8).putInt(4).putDouble(0);
      out.end();
      out.force();
    }
    try (var file = SectionFile.open(folder.resolve("odd"), "test")) {
      assertThrows(StoreException.class, () -> ContextBasis.load(file));
    }
  }

  private byte[] saved(ContextBasis basis, String name) throws IOException {
    var path = folder.resolve(name);
    try (var out = new SectionWriter(path, "test")) {
      basis.save(out);
      out.force();
    }
    return Files.readAllBytes(path);
  }
}
