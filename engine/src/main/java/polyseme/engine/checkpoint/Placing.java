// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.task.CheckpointException;

/// What Hugging Face's layouts have in common: turns stored tensors into weights of
/// TransformerLens' shapes. A linear layer is stored `[out, in]`; heads follow one another along
/// `out`.
final class Placing {

  private final ModelConfig config;
  private final WeightPlan plan;
  private final String prefix;
  private final long dModel;
  private final long dHead;

  /// Places tensors of one model.
  ///
  /// @param config what the model is
  /// @param plan takes the places
  /// @param prefix what the names of all tensors but the unembedding begin with
  Placing(ModelConfig config, WeightPlan plan, String prefix) {
    this.config = config;
    this.plan = plan;
    this.prefix = prefix;
    this.dModel = config.dims().dModel();
    this.dHead = config.dims().dHead();
  }

  /// The first of several prefixes under which the files have a tensor, else the first of all.
  static String prefix(WeightPlan plan, String tensor, String... prefixes) {
    for (var candidate : prefixes) {
      if (plan.has(candidate + tensor)) {
        return candidate;
      }
    }
    return prefixes[0];
  }

  /// Whether a tensor belongs to a block beyond the configured number, which the reference leaves
  /// out too.
  ///
  /// @param block matches names of blocks' tensors; group 1 is the number
  static boolean beyond(Pattern block, String tensor, ModelConfig.Dims dims) {
    var match = block.matcher(tensor);
    return match.matches() && Integer.parseInt(match.group(1)) >= dims.nLayers();
  }

  boolean has(String tensor) {
    return plan.has(prefix + tensor);
  }

  /// A weight that is stored as it is wanted.
  void whole(String weight, String tensor, long... shape) throws CheckpointException {
    var lengths = shape(shape);
    plan.whole(weight, prefix + tensor, lengths, lengths);
  }

  /// A weight that is stored in the order wanted, with other axes.
  void reshaped(String weight, String tensor, List<Long> stored, List<Long> shape)
      throws CheckpointException {
    plan.whole(weight, prefix + tensor, stored, shape);
  }

  /// A weight that is any view of a stored tensor.
  void view(String weight, String tensor, List<Long> stored, StridedView view)
      throws CheckpointException {
    plan.view(weight, prefix + tensor, stored, view);
  }

  /// A linear layer: stored `[out, in]`, wanted `[in, out]`.
  void linear(String weight, String tensor, long out, long in) throws CheckpointException {
    linear(weight, tensor, new Rows(out, 0, out), in);
  }

  /// Part of the rows of a stored tensor.
  ///
  /// @param all how many rows the tensor has
  /// @param first the first one meant
  /// @param count how many are meant
  record Rows(long all, long first, long count) {}

  /// Some rows of a linear layer: stored `[all, in]`, wanted `[in, count]`.
  void linear(String weight, String tensor, Rows rows, long in) throws CheckpointException {
    var view = new StridedView(rows.first() * in, shape(in, rows.count()), shape(1, in));
    plan.view(weight, prefix + tensor, shape(rows.all(), in), view);
  }

  /// Part of a vector.
  void part(String weight, String tensor, Rows rows) throws CheckpointException {
    var view = new StridedView(rows.first(), shape(rows.count()), shape(1));
    plan.view(weight, prefix + tensor, shape(rows.all()), view);
  }

  /// What heads read: rows of `[all, dModel]`, wanted `[head, dModel, dHead]`.
  void heads(String weight, String tensor, Rows rows) throws CheckpointException {
    var count = rows.count() / dHead;
    var view =
        new StridedView(
            rows.first() * dModel, shape(count, dModel, dHead), shape(dHead * dModel, 1, dModel));
    plan.view(weight, prefix + tensor, shape(rows.all(), dModel), view);
  }

  /// Their bias: part of `[all]`, wanted `[head, dHead]`.
  void headBias(String weight, String tensor, Rows rows) throws CheckpointException {
    var view = new StridedView(rows.first(), shape(rows.count() / dHead, dHead), shape(dHead, 1));
    plan.view(weight, prefix + tensor, shape(rows.all()), view);
  }

  /// Queries, keys and values of each head beside each other, as in GPT-NeoX and BLOOM: rows are
  /// `[head, 3, dHead]`.
  void interleavedHeads(String attn, String tensor, boolean bias) throws CheckpointException {
    var heads = (long) config.dims().nHeads();
    var rows = 3 * heads * dHead;
    var kinds = List.of("Q", "K", "V");
    for (var part = 0; part < kinds.size(); part++) {
      var first = part * dHead;
      var weight =
          new StridedView(
              first * dModel, shape(heads, dModel, dHead), shape(3 * dHead * dModel, 1, dModel));
      var stored = prefix + tensor;
      plan.view(attn + "W_" + kinds.get(part), stored + ".weight", shape(rows, dModel), weight);
      if (bias) {
        var view = new StridedView(first, shape(heads, dHead), shape(3 * dHead, 1));
        plan.view(attn + "b_" + kinds.get(part), stored + ".bias", shape(rows), view);
      }
    }
  }

  /// Queries, keys and values in layers of their own: `q_proj`, `k_proj` and `v_proj`.
  ///
  /// @param attn where the weights go
  /// @param stored what the names of the three layers begin with
  /// @param bias whether they have biases
  void projections(String attn, String stored, boolean bias) throws CheckpointException {
    for (var kind : List.of("Q", "K", "V")) {
      var heads = kind.equals("Q") ? config.dims().nHeads() : config.attention().nKeyValueHeads();
      var rows = new Rows(heads * dHead, 0, heads * dHead);
      var tensor = stored + kind.toLowerCase(Locale.ROOT) + "_proj";
      heads(attn + "W_" + kind, tensor + ".weight", rows);
      if (bias) {
        headBias(attn + "b_" + kind, tensor + ".bias", rows);
      }
    }
  }

  /// The output layer of the heads.
  void attentionOutput(String attn, String tensor, boolean bias) throws CheckpointException {
    headOutput(attn + "W_O", tensor + ".weight");
    if (bias) {
      whole(attn + "b_O", tensor + ".bias", dModel);
    }
  }

  /// The two linear layers of an MLP without gate.
  ///
  /// @param mlp where the weights go
  /// @param in name of the first layer
  /// @param out name of the second
  /// @param bias whether they have biases
  void neurons(String mlp, String in, String out, boolean bias) throws CheckpointException {
    var dMlp = (long) config.dims().dMlp();
    linear(mlp + "W_in", in + ".weight", dMlp, dModel);
    linear(mlp + "W_out", out + ".weight", dModel, dMlp);
    if (bias) {
      whole(mlp + "b_in", in + ".bias", dMlp);
      whole(mlp + "b_out", out + ".bias", dModel);
    }
  }

  /// A normalisation of the residual stream like those in the blocks.
  void norm(String name, String tensor) throws CheckpointException {
    norm(name, tensor, config.norm(), dModel);
  }

  /// The bias of the unembedding.
  ///
  /// @param tensor its whole name
  void headBias(String tensor) throws CheckpointException {
    var vocab = shape(config.dims().dVocab());
    plan.whole("unembed.b_U", tensor, vocab, vocab);
  }

  /// What heads write: stored `[dModel, head · dHead]`, wanted `[head, dHead, dModel]`.
  void headOutput(String weight, String tensor) throws CheckpointException {
    var heads = (long) config.dims().nHeads();
    var width = heads * dHead;
    var view = new StridedView(0, shape(heads, dHead, dModel), shape(dHead, 1, width));
    plan.view(weight, prefix + tensor, shape(dModel, width), view);
  }

  /// A normalisation: weight, and bias if its kind has one.
  void norm(String name, String tensor, Norm norm, long width) throws CheckpointException {
    norm(name, tensor, norm, width, 0);
  }

  /// A normalisation whose weight is stored less a constant, as Gemma's (1 + w).
  void norm(String name, String tensor, Norm norm, long width, float plus)
      throws CheckpointException {
    if (norm.kind().weighted()) {
      plan.shifted(name + ".w", prefix + tensor + ".weight", shape(width), plus);
      if (norm.kind().centred()) {
        whole(name + ".b", tensor + ".bias", width);
      }
    }
  }

  /// Embedding and unembedding. If the files have a tensor of their own for the unembedding, that
  /// is used; if not, a tied model reads the embedding backwards. A tied model may also have the
  /// unembedding only.
  ///
  /// @param embedding name of the embedding, without the prefix
  /// @param head name of the unembedding, whole
  /// @param tied whether the configuration ties them
  void ends(String embedding, String head, boolean tied) throws CheckpointException {
    var vocab = (long) config.dims().dVocab();
    var width = (long) config.ends().embeddingWidth();
    var own = prefix + embedding;
    var stored = shape(vocab, width);
    plan.whole("embed.W_E", !plan.has(own) && tied && plan.has(head) ? head : own, stored, stored);
    var transposed = new StridedView(0, shape(width, vocab), shape(1, width));
    plan.view("unembed.W_U", plan.has(head) || !tied ? head : own, stored, transposed);
  }

  /// Fills in zeros for biases the family lacks, and refuses tensors that are no part of the model.
  ///
  /// @param harmless tells of a name, without the prefix, whether it is known to have no effect
  void finish(Predicate<String> harmless) throws CheckpointException {
    plan.fill(config);
    plan.finish(tensor ->
        harmless.test(tensor.startsWith(prefix) ? tensor.substring(prefix.length()) : tensor));
  }

  private static List<Long> shape(long... lengths) {
    return Arrays.stream(lengths).boxed().toList();
  }
}
