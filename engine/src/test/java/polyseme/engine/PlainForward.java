// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;

/// A decoder written down once more, loop by loop in double precision, after TransformerLens'
/// definitions; of one text. Slow, and shares nothing with the engine.
final class PlainForward {

  private final ModelConfig config;
  private final ModelWeights weights;
  private final int dModel;
  private final int heads;
  private final int dHead;
  private final Map<String, List<double[]>> hooks = new LinkedHashMap<>();

  private PlainForward(ModelConfig config, ModelWeights weights) {
    this.config = config;
    this.weights = weights;
    dModel = config.dims().dModel();
    heads = config.dims().nHeads();
    dHead = config.dims().dHead();
  }

  /// What every hook point holds: name to a row for each position.
  static Map<String, List<double[]>> run(ModelConfig config, ModelWeights weights, int... ids)
      throws CheckpointException {
    var pass = new PlainForward(config, weights);
    pass.run(ids);
    return pass.hooks;
  }

  private void run(int... ids) throws CheckpointException {
    var embed = weight("embed.W_E");
    var places = weight("pos_embed.W_pos");
    var stream = new ArrayList<double[]>();
    for (var pos = 0; pos < ids.length; pos++) {
      var row = new double[dModel];
      for (var i = 0; i < dModel; i++) {
        row[i] = embed[ids[pos] * dModel + i] + places[pos * dModel + i];
      }
      stream.add(row);
    }
    for (var layer = 0; layer < config.dims().nLayers(); layer++) {
      block("blocks." + layer + ".", layer, stream);
    }
    var read = norm("ln_final", stream);
    hooks.put("unembed.hook_in", read);
    hooks.put("unembed.hook_out", linear(read, "unembed.W_U", "unembed.b_U"));
  }

  private void block(String block, int layer, List<double[]> stream) throws CheckpointException {
    hooks.put(block + "hook_resid_pre", copy(stream));
    add(stream, attention(block + "attn.", layer, norm(block + "ln1", stream)));
    if (!config.attnOnly()) {
      hooks.put(block + "hook_resid_mid", copy(stream));
      var pre = linear(norm(block + "ln2", stream), block + "mlp.W_in", block + "mlp.b_in");
      hooks.put(block + "mlp.hook_pre", copy(pre));
      var post = activation(block, pre);
      hooks.put(block + "mlp.hook_post", post);
      add(stream, linear(post, block + "mlp.W_out", block + "mlp.b_out"));
    }
    hooks.put(block + "hook_resid_post", copy(stream));
  }

  private List<double[]> attention(String attn, int layer, List<double[]> x)
      throws CheckpointException {
    var out = weight(attn + "b_O");
    var written = new ArrayList<double[]>();
    x.forEach(_ -> written.add(out.clone()));
    var scale = config.attention().scale() * (config.attention().scaleByLayer() ? layer + 1 : 1);
    for (var head = 0; head < heads; head++) {
      var q = project(attn, "Q", head, x);
      var k = project(attn, "K", head, x);
      var v = project(attn, "V", head, x);
      for (var query = 0; query < x.size(); query++) {
        var pattern = new double[query + 1];
        for (var key = 0; key <= query; key++) {
          pattern[key] = dot(q.get(query), k.get(key)) / scale;
        }
        softmax(pattern);
        var z = new double[dHead];
        for (var key = 0; key <= query; key++) {
          for (var i = 0; i < dHead; i++) {
            z[i] += pattern[key] * v.get(key)[i];
          }
        }
        writeHead(attn, head, z, written.get(query));
      }
    }
    hooks.put(attn.replace("attn.", "hook_attn_out"), written);
    return written;
  }

  private void writeHead(String attn, int head, double[] z, double[] into)
      throws CheckpointException {
    var w = weight(attn + "W_O"); // [head, dHead, dModel]
    for (var i = 0; i < dHead; i++) {
      for (var j = 0; j < dModel; j++) {
        into[j] += z[i] * w[(head * dHead + i) * dModel + j];
      }
    }
  }

  private List<double[]> project(String attn, String kind, int head, List<double[]> x)
      throws CheckpointException {
    var w = weight(attn + "W_" + kind); // [head, dModel, dHead]
    var b = weight(attn + "b_" + kind); // [head, dHead]
    var rows = new ArrayList<double[]>();
    for (var row : x) {
      var out = new double[dHead];
      for (var i = 0; i < dHead; i++) {
        out[i] = b[head * dHead + i];
        for (var j = 0; j < dModel; j++) {
          out[i] += row[j] * w[(head * dModel + j) * dHead + i];
        }
      }
      rows.add(out);
    }
    return rows;
  }

  private List<double[]> activation(String block, List<double[]> pre) throws CheckpointException {
    var solu = copy(pre);
    for (var pos = 0; pos < solu.size(); pos++) {
      softmax(solu.get(pos));
      for (var i = 0; i < solu.get(pos).length; i++) {
        solu.get(pos)[i] *= pre.get(pos)[i];
      }
    }
    return switch (config.activation()) {
      case SOLU_LN -> norm(block + "mlp.ln", solu);
      case SOLU -> solu;
      case GELU -> each(pre, PlainForward::gelu);
      case GELU_NEW ->
          each(
              pre,
              x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));
      case GELU_10 -> each(pre, x -> Math.clamp(gelu(x), -10, 10));
      case QUICK_GELU -> each(pre, x -> x / (1 + Math.exp(-1.702 * x)));
      case SILU -> each(pre, x -> x / (1 + Math.exp(-x)));
      case RELU -> each(pre, x -> Math.max(x, 0));
      case RELU2 -> each(pre, x -> Math.pow(Math.max(x, 0), 2));
      case RELU6 -> each(pre, x -> Math.clamp(x, 0, 6));
      case LEAKY_RELU -> each(pre, x -> x >= 0 ? x : 0.01 * x);
      case SIGMOID -> each(pre, x -> 1 / (1 + Math.exp(-x)));
      case TANH -> each(pre, Math::tanh);
      case MISH -> each(pre, x -> x * Math.tanh(Math.log1p(Math.exp(x))));
      case HARDSWISH -> each(pre, x -> x * Math.clamp(x + 3, 0, 6) / 6);
      case LINEAR -> pre;
    };
  }

  private static double gelu(double x) {
    return x * (1 + erf(x / Math.sqrt(2))) / 2;
  }

  /// 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n+1)), to 1e-9 up to 4; beyond 4 it is 1 to 2e-8.
  private static double erf(double x) {
    if (Math.abs(x) > 4) {
      return Math.signum(x);
    }
    var term = x;
    var sum = x;
    for (var n = 1; n < 80; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  private List<double[]> norm(String name, List<double[]> x) throws CheckpointException {
    var affine = config.norm().kind() == ModelConfig.NormKind.LN;
    var w = affine ? weight(name + ".w") : null;
    var b = affine ? weight(name + ".b") : null;
    var rows = new ArrayList<double[]>();
    x.forEach(row -> rows.add(norm(row, w, b)));
    return rows;
  }

  private double[] norm(double[] row, double @Nullable [] w, double @Nullable [] b) {
    var mean = 0.0;
    for (var value : row) {
      mean += value / row.length;
    }
    var variance = 0.0;
    for (var value : row) {
      variance += (value - mean) * (value - mean) / row.length;
    }
    var scale = Math.sqrt(variance + config.norm().epsilon());
    var out = new double[row.length];
    for (var i = 0; i < row.length; i++) {
      out[i] = (row[i] - mean) / scale * (w == null ? 1 : w[i]) + (b == null ? 0 : b[i]);
    }
    return out;
  }

  private List<double[]> linear(List<double[]> x, String weight, String bias)
      throws CheckpointException {
    var w = weight(weight); // [in, out]
    var b = weight(bias);
    var rows = new ArrayList<double[]>();
    for (var row : x) {
      var out = b.clone();
      for (var i = 0; i < row.length; i++) {
        for (var j = 0; j < out.length; j++) {
          out[j] += row[i] * w[i * out.length + j];
        }
      }
      rows.add(out);
    }
    return rows;
  }

  private static void softmax(double[] row) {
    var greatest = Arrays.stream(row).max().orElse(0);
    var sum = 0.0;
    for (var i = 0; i < row.length; i++) {
      row[i] = Math.exp(row[i] - greatest);
      sum += row[i];
    }
    for (var i = 0; i < row.length; i++) {
      row[i] /= sum;
    }
  }

  private static double dot(double[] a, double[] b) {
    var sum = 0.0;
    for (var i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static List<double[]> each(List<double[]> rows, DoubleUnaryOperator function) {
    var out = copy(rows);
    out.forEach(row -> Arrays.setAll(row, i -> function.applyAsDouble(row[i])));
    return out;
  }

  private static List<double[]> copy(List<double[]> rows) {
    var out = new ArrayList<double[]>();
    rows.forEach(row -> out.add(row.clone()));
    return out;
  }

  private static void add(List<double[]> into, List<double[]> rows) {
    for (var pos = 0; pos < into.size(); pos++) {
      for (var i = 0; i < into.get(pos).length; i++) {
        into.get(pos)[i] += rows.get(pos)[i];
      }
    }
  }

  private double[] weight(String name) throws CheckpointException {
    var values = weights.read(name).values();
    var out = new double[values.remaining()];
    for (var i = 0; i < out.length; i++) {
      out[i] = values.get();
    }
    return out;
  }
}
