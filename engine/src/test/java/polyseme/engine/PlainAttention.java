// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import polyseme.engine.model.Attention;
import polyseme.engine.model.Positions;
import polyseme.engine.task.CheckpointException;

/// Attention of one block, query by query.
final class PlainAttention {

  private final PlainPass pass;
  private final Attention attention;
  private final String name;
  private final int layer;
  private final int heads;
  private final int dHead;
  private final int dModel;

  PlainAttention(PlainPass pass, int layer) {
    this.pass = pass;
    this.attention = pass.config().attention();
    this.layer = layer;
    this.name = "blocks." + layer + ".attn.";
    this.heads = pass.config().dims().nHeads();
    this.dHead = pass.config().dims().dHead();
    this.dModel = pass.config().dims().dModel();
  }

  /// What attention writes.
  ///
  /// @param x what values read
  /// @param positioned what queries and keys read
  List<double[]> apply(List<double[]> x, List<double[]> positioned) throws CheckpointException {
    var keyHeads = attention.nKeyValueHeads();
    var q = pass.at(name + "hook_q", projected("Q", heads, positioned));
    var k = pass.at(name + "hook_k", projected("K", keyHeads, positioned));
    var v = pass.at(name + "hook_v", projected("V", keyHeads, x));
    q = normed("q_norm", heads, q);
    k = normed("k_norm", keyHeads, k);
    var pattern = pattern(turned("hook_rot_q", q), turned("hook_rot_k", k));
    return written(mixed(pattern, v));
  }

  private List<double[]> projected(String kind, int count, List<double[]> x)
      throws CheckpointException {
    var w = pass.weight(name + "W_" + kind); // [head, dModel, dHead]
    var b = pass.weight(name + "b_" + kind); // [head, dHead]
    return PlainMath.each(
        x,
        row -> {
          var out = b.clone();
          for (var i = 0; i < count * dHead; i++) {
            for (var j = 0; j < dModel; j++) {
              out[i] += row[j] * w[(i / dHead * dModel + j) * dHead + i % dHead];
            }
            out[i] = Math.clamp(out[i], -attention.clip(), attention.clip());
          }
          return out;
        });
  }

  private List<double[]> normed(String norm, int count, List<double[]> x)
      throws CheckpointException {
    var kind = attention.queryKeyNorm().orElse(null);
    if (kind == null) {
      return x;
    }
    var width = kind.wholeRow() ? count * dHead : dHead;
    return pass.norm(name + norm, kind.norm(), width, true, x);
  }

  private List<double[]> turned(String hook, List<double[]> x) {
    var rope = attention.layers().get(layer).rope().orElse(null);
    if (rope == null) {
      return x;
    }
    var plain = new PlainRope(rope, x.size());
    var out = new ArrayList<double[]>();
    for (var pos = 0; pos < x.size(); pos++) {
      var row = x.get(pos).clone();
      for (var from = 0; from < row.length; from += dHead) {
        plain.turn(row, from, pos);
      }
      out.add(row);
    }
    return pass.at(name + hook, out);
  }

  private List<double[]> pattern(List<double[]> q, List<double[]> k) {
    var scores = new ArrayList<double[]>();
    for (var head = 0; head < heads; head++) {
      for (var query = 0; query < q.size(); query++) {
        var row = new double[k.size()];
        for (var key = 0; key < row.length; key++) {
          row[key] = sees(query, key) ? score(head, query, key, q, k) : Double.NEGATIVE_INFINITY;
        }
        scores.add(row);
      }
    }
    pass.at(name + "hook_attn_scores", scores);
    var pattern = PlainMath.each(scores, double[]::clone);
    pattern.forEach(PlainMath::softmax);
    return pass.at(name + "hook_pattern", pattern);
  }

  private boolean sees(int query, int key) {
    var window = attention.layers().get(layer).window();
    return key <= query && (window == Attention.Layer.ALL || query - key < window);
  }

  private double score(int head, int query, int key, List<double[]> q, List<double[]> k) {
    var scale = attention.scale() * (attention.scaleByLayer() ? layer + 1 : 1);
    var keyHead = head / (heads / attention.nKeyValueHeads());
    var sum = 0.0;
    for (var i = 0; i < dHead; i++) {
      sum += q.get(query)[head * dHead + i] * k.get(key)[keyHead * dHead + i];
    }
    var capped = PlainMath.softCap(sum / scale, attention.softCap());
    // Four heads: the slopes are powers of 2^(−8/4).
    var slope =
        pass.config().positions() == Positions.ALIBI ? Math.pow(2, -8.0 * (head + 1) / heads) : 0;
    return capped + slope * (key - query);
  }

  private List<double[]> mixed(List<double[]> pattern, List<double[]> v) {
    var z = new ArrayList<double[]>();
    for (var query = 0; query < v.size(); query++) {
      var row = new double[heads * dHead];
      for (var i = 0; i < row.length; i++) {
        var head = i / dHead;
        var keyHead = head / (heads / attention.nKeyValueHeads());
        for (var key = 0; key < v.size(); key++) {
          row[i] +=
              pattern.get(head * v.size() + query)[key] * v.get(key)[keyHead * dHead + i % dHead];
        }
      }
      z.add(row);
    }
    return pass.at(name + "hook_z", z);
  }

  private List<double[]> written(List<double[]> z) throws CheckpointException {
    var w = pass.weight(name + "W_O"); // [head, dHead, dModel]
    var b = pass.weight(name + "b_O");
    var byHead =
        PlainMath.each(
            z,
            row -> {
              var out = new double[heads * dModel];
              for (var i = 0; i < row.length; i++) {
                for (var j = 0; j < dModel; j++) {
                  out[i / dHead * dModel + j] += row[i] * w[i * dModel + j];
                }
              }
              return out;
            });
    pass.at(name + "hook_result", byHead);
    return PlainMath.each(
        byHead,
        row -> {
          var out = b.clone();
          Arrays.setAll(
              out,
              j -> {
                var sum = b[j];
                for (var head = 0; head < heads; head++) {
                  sum += row[head * dModel + j];
                }
                return sum;
              });
          return out;
        });
  }
}
