// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.Map;
import java.util.TreeMap;

/// Central moments of all neurons, folded shard by shard in the order of the shards, whatever the
/// order in which they are finished; so the result is the same, bit for bit, for any number of
/// workers.
///
/// In: power sums of shards. Out: mean and sums of the second to fourth powers of the distance from
/// it. Source: Pébay 2008, pairwise update of central moments; agrees with two passes in double to
/// 1e-9 (ScannerTest).
final class MomentFold {

  final double[] mean;
  final double[] m2;
  final double[] m3;
  final double[] m4;
  private final Map<Integer, ShardMoments> waiting = new TreeMap<>();
  private int nextShard;
  private long count;

  MomentFold(int neurons) {
    mean = new double[neurons];
    m2 = new double[neurons];
    m3 = new double[neurons];
    m4 = new double[neurons];
  }

  /// Takes a finished shard; folded at once when all before it are there.
  synchronized void accept(int shard, ShardMoments moments) {
    waiting.put(shard, moments);
    for (var next = waiting.remove(nextShard); next != null; next = waiting.remove(++nextShard)) {
      fold(next);
    }
  }

  long count() {
    return count;
  }

  private void fold(ShardMoments shard) {
    for (var row = 0; row < mean.length; row++) {
      fold(row, shard);
    }
    count += shard.count();
  }

  private void fold(int row, ShardMoments shard) {
    double n = shard.count();
    var a = shard.s1[row] / n;
    var q2 = shard.s2[row];
    var q3 = shard.s3[row];
    var b2 = Math.max(0, q2 - n * a * a);
    var b3 = q3 - 3 * a * q2 + 2 * n * a * a * a;
    var b4 = Math.max(0, shard.s4[row] - 4 * a * q3 + 6 * a * a * q2 - 3 * n * a * a * a * a);
    combine(row, n, shard.shift[row] + a, b2, b3, b4);
  }

  private void combine(int row, double nb, double meanB, double b2, double b3, double b4) {
    double na = count;
    var n = na + nb;
    var d = na == 0 ? 0 : meanB - mean[row];
    var dn = d / n;
    var a2 = m2[row];
    var a3 = m3[row];
    m4[row] +=
        b4
            + d * dn * dn * dn * na * nb * (na * na - na * nb + nb * nb)
            + 6 * dn * dn * (na * na * b2 + nb * nb * a2)
            + 4 * dn * (na * b3 - nb * a3);
    m3[row] = a3 + b3 + d * dn * dn * na * nb * (na - nb) + 3 * dn * (na * b2 - nb * a2);
    m2[row] = a2 + b2 + d * dn * na * nb;
    mean[row] = na == 0 ? meanB : mean[row] + dn * nb;
  }
}
