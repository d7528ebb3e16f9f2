// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// Count, mean and the sums of the second to fourth powers of the distance from it, of all neurons.
///
/// Source of the sums: Pébay 2008, pairwise update of central moments; agrees with two passes in
/// double to 1e-9 (ScannerTest). Not changed after it is made.
public final class CentralMoments {

  private final long count;
  private final double[] mean;
  private final double[] m2;
  private final double[] m3;
  private final double[] m4;

  private CentralMoments(long count, int neurons) {
    this.count = count;
    mean = new double[neurons];
    m2 = new double[neurons];
    m3 = new double[neurons];
    m4 = new double[neurons];
  }

  /// From the power sums of one unit.
  static CentralMoments of(UnitMoments unit) {
    var made = new CentralMoments(unit.count(), unit.shift.length);
    if (unit.count() > 0) {
      for (var row = 0; row < made.mean.length; row++) {
        made.center(row, unit);
      }
    }
    return made;
  }

  private void center(int row, UnitMoments unit) {
    double n = unit.count();
    var a = unit.s1[row] / n;
    var q2 = unit.s2[row];
    var q3 = unit.s3[row];
    mean[row] = unit.shift[row] + a;
    m2[row] = Math.max(0, q2 - n * a * a);
    m3[row] = unit.s3[row] - 3 * a * q2 + 2 * n * a * a * a;
    m4[row] = Math.max(0, unit.s4[row] - 4 * a * q3 + 6 * a * a * q2 - 3 * n * a * a * a * a);
  }

  /// The moments of both parts.
  CentralMoments plus(CentralMoments other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    var made = new CentralMoments(count + other.count, mean.length);
    for (var row = 0; row < mean.length; row++) {
      made.combine(row, this, other);
    }
    return made;
  }

  private void combine(int row, CentralMoments a, CentralMoments b) {
    double na = a.count;
    double nb = b.count;
    var n = na + nb;
    var d = b.mean[row] - a.mean[row];
    var dn = d / n;
    m4[row] =
        a.m4[row]
            + b.m4[row]
            + d * dn * dn * dn * na * nb * (na * na - na * nb + nb * nb)
            + 6 * dn * dn * (na * na * b.m2[row] + nb * nb * a.m2[row])
            + 4 * dn * (na * b.m3[row] - nb * a.m3[row]);
    m3[row] =
        a.m3[row]
            + b.m3[row]
            + d * dn * dn * na * nb * (na - nb)
            + 3 * dn * (na * b.m2[row] - nb * a.m2[row]);
    m2[row] = a.m2[row] + b.m2[row] + d * dn * na * nb;
    mean[row] = a.mean[row] + dn * nb;
  }

  /// Tokens that were taken in.
  ///
  /// @return their number
  public long count() {
    return count;
  }

  /// Mean.
  ///
  /// @param row row of the neuron
  /// @return mean activation
  public double mean(int row) {
    return mean[row];
  }

  /// Sum of powers of the distance from the mean.
  ///
  /// @param row row of the neuron
  /// @param power 2 to 4
  /// @return the sum
  public double central(int row, int power) {
    return switch (power) {
      case 2 -> m2[row];
      case 3 -> m3[row];
      case 4 -> m4[row];
      default -> throw new IllegalArgumentException("power " + power);
    };
  }

  private List<double[]> columns() {
    return new ArrayList<>(List.of(mean, m2, m3, m4));
  }

  static long bytes(int neurons) {
    return Long.BYTES + 4L * Double.BYTES * neurons;
  }

  void save(SectionWriter out) throws IOException {
    out.putLong(count);
    for (var column : columns()) {
      for (var value : column) {
        out.putDouble(value);
      }
    }
  }

  static CentralMoments load(SectionFile in, String key, long offset, int neurons)
      throws StoreException {
    var made = new CentralMoments(in.read(key, offset, Long.BYTES).getLong(), neurons);
    var at = offset + Long.BYTES;
    for (var column : made.columns()) {
      in.read(key, at, Double.BYTES * neurons).asDoubleBuffer().get(column);
      at += (long) Double.BYTES * neurons;
    }
    return made;
  }
}
