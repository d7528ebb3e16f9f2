// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import polyseme.analysis.space.FeatureSpace;
import polyseme.analysis.space.Features;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.checkpoint.ModelWeights;
import polyseme.engine.checkpoint.ProcessedWeights;
import polyseme.engine.model.AppliedProcessing;
import polyseme.engine.model.BlockLayout.NormPlace;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.model.Processing;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.FloatMatrix;

/// How much each neuron writes each token up or down by itself: `w_out · W_U[:, token]`, the change
/// of the token's logit for one unit of the neuron's activation, before the last normalisation
/// divides by the size of the residual stream. What later blocks make of it is not in it.
///
/// With `fold_ln` the weights of the last normalisation are in `W_U`, those of SoLU's in `w_out`;
/// with `center_unembed` the change is that against the mean of all tokens. Where a block
/// normalises what its MLP writes, the weights of that normalisation are in the number and its
/// division is not.
///
/// Source: the direct path from MLP to unembedding in Elhage et al., *A Mathematical Framework for
/// Transformer Circuits*, 2021.
public final class LogitWeights {

  private final AppliedProcessing processing;
  private final NeuronIndex neurons;
  private final FloatMatrix written;
  private final FloatBuffer unembedding;
  private final int dModel;
  private final int dVocab;

  /// Both ends of a ranking.
  ///
  /// @param <T> what is ranked
  /// @param up written up, the most first
  /// @param down written down, the most first
  public record BothEnds<T>(List<T> up, List<T> down) {

    /// Keeps the lists unchangeable.
    public BothEnds {
      up = List.copyOf(up);
      down = List.copyOf(down);
    }
  }

  /// A neuron that writes a token up or down.
  ///
  /// @param neuron the neuron
  /// @param logit change of the token's logit a unit of activation
  /// @param cosine of the angle between what it writes and what the token reads, −1 to 1; NaN if
  ///   one of them is 0
  /// @param rank how many tokens of the vocabulary it moves as far in the same direction, this one
  ///   included
  public record Writer(NeuronId neuron, double logit, double cosine, int rank) {}

  /// A token that a neuron writes up or down.
  ///
  /// @param token its number
  /// @param logit change of its logit a unit of activation
  /// @param cosine of the angle between what is written and what the token reads, −1 to 1; NaN if
  ///   one of them is 0
  public record Written(int token, double logit, double cosine) {}

  private LogitWeights(
      AppliedProcessing processing, ModelConfig config, FloatMatrix written, FloatBuffer read) {
    this.processing = processing;
    this.neurons = config.neurons();
    this.written = written;
    this.unembedding = read;
    this.dModel = config.dims().dModel();
    this.dVocab = config.dims().dVocab();
  }

  /// Reads the weights of a model; no native engine is started.
  ///
  /// @param folder the model's folder
  /// @param processing how they are rewritten first
  /// @return what its neurons write and its tokens read
  /// @throws CheckpointException if a weight cannot be read
  /// @throws RequestException if the model has no neurons, or more weights than fit into one matrix
  public static LogitWeights of(ModelFolder folder, Processing processing)
      throws CheckpointException, RequestException {
    try (var weights =
        ProcessedWeights.of(ModelWeights.open(folder), folder.config(), processing)) {
      var config = weights.config();
      var points = Features.ofWeights(config, weights, FeatureSpace.OUTPUT_WEIGHTS).points();
      return new LogitWeights(
          weights.processing(), config, normed(config, weights, points), read(config, weights));
    }
  }

  private static FloatBuffer read(ModelConfig config, ModelWeights weights)
      throws CheckpointException, RequestException {
    var dims = config.dims();
    var values = weights.read("unembed.W_U").values();
    var width = config.ends().embeddingWidth();
    if (width == dims.dModel()) {
      return values;
    }
    if ((long) dims.dModel() * dims.dVocab() > Integer.MAX_VALUE - 8) {
      throw new RequestException(
          "%d tokens of %d weights do not fit into one matrix."
              .formatted(dims.dVocab(), dims.dModel()),
          "Choose a smaller model.");
    }
    var projection = weights.read("unembed.W_project").values();
    var all = new float[dims.dModel() * dims.dVocab()];
    var line = new double[dims.dVocab()];
    for (var d = 0; d < dims.dModel(); d++) {
      Arrays.fill(line, 0);
      for (var w = 0; w < width; w++) {
        double factor = projection.get(d * width + w);
        for (var token = 0; token < line.length; token++) {
          line[token] += factor * values.get(w * line.length + token);
        }
      }
      for (var token = 0; token < line.length; token++) {
        all[d * line.length + token] = (float) line[token];
      }
    }
    return FloatBuffer.wrap(all);
  }

  /// What neurons write after the normalisation of what their block writes, but for its division.
  private static FloatMatrix normed(ModelConfig config, ModelWeights weights, FloatMatrix points)
      throws CheckpointException {
    var after =
        switch (config.layout().norms()) {
          case BEFORE, AFTER_SUM -> "";
          case BEFORE_AND_AFTER -> "ln2_post.w";
          case AFTER_BRANCH -> "ln2.w";
        };
    if (after.isEmpty() || !weights.names().contains("blocks.0." + after)) {
      return points;
    }
    var values = points.toArray();
    var perLayer = config.dims().dMlp() * points.columns();
    for (var layer = 0; layer < config.dims().nLayers(); layer++) {
      var scale = weights.read("blocks.%d.%s".formatted(layer, after)).values();
      for (var i = layer * perLayer; i < (layer + 1) * perLayer; i++) {
        values[i] *= scale.get(i % points.columns());
      }
    }
    return FloatMatrix.wrap(points.rows(), points.columns(), values);
  }

  /// Whether a normalisation whose division is left out stands behind a model's MLPs, so that
  /// numbers compare within a layer but not between layers.
  ///
  /// @param config the model
  /// @return true if there is one
  public static boolean normalisedAfter(ModelConfig config) {
    return config.layout().norms() != NormPlace.BEFORE;
  }

  /// How the weights were rewritten.
  ///
  /// @return what was asked for and what became of it
  public AppliedProcessing processing() {
    return processing;
  }

  /// The neurons there are.
  ///
  /// @return all neurons of the model
  public NeuronIndex neurons() {
    return neurons;
  }

  /// How many tokens there are.
  ///
  /// @return size of the unembedding
  public int tokens() {
    return dVocab;
  }

  /// The change of one token's logit for one unit of one neuron, in double precision.
  ///
  /// @param row the neuron's row
  /// @param token the token's number
  /// @return the change
  public double logit(int row, int token) {
    var sum = 0.0;
    for (var d = 0; d < dModel; d++) {
      sum += (double) written.get(row, d) * unembedding.get(d * dVocab + token);
    }
    return sum;
  }

  /// The neurons that write a token up and down most.
  ///
  /// @param token the token's number, below [#tokens()]
  /// @param top how many at most at either end
  /// @return both ends
  public BothEnds<Writer> writers(int token, int top) {
    var all = new double[neurons.size()];
    for (var row = 0; row < all.length; row++) {
      all[row] = logit(row, token);
    }
    var order = order(all);
    var most = Math.min(top, all.length);
    var up = order.subList(0, most).stream().map(row -> writer(row, token, all[row], 1)).toList();
    var down =
        order.reversed().subList(0, most).stream()
            .map(row -> writer(row, token, all[row], -1))
            .toList();
    return new BothEnds<>(up, down);
  }

  private Writer writer(int row, int token, double logit, int sign) {
    var others = logits(row);
    var rank = 0;
    for (var other : others) {
      rank += sign * other >= sign * others[token] ? 1 : 0;
    }
    return new Writer(neurons.id(row), logit, logit / (length(row) * tokenLength(token)), rank);
  }

  /// The tokens that a neuron writes up and down most.
  ///
  /// @param neuron a neuron of the model
  /// @param top how many at most at either end
  /// @return both ends
  public BothEnds<Written> tokens(NeuronId neuron, int top) {
    var row = neurons.row(neuron);
    var all = logits(row);
    var order = order(all);
    var most = Math.min(top, all.length);
    return new BothEnds<>(
        tokens(row, all, order.subList(0, most)),
        tokens(row, all, order.reversed().subList(0, most)));
  }

  private List<Written> tokens(int row, double[] all, List<Integer> chosen) {
    var list = new ArrayList<Written>();
    for (var token : chosen) {
      var cosine = all[token] / (length(row) * tokenLength(token));
      list.add(new Written(token, all[token], cosine));
    }
    return list;
  }

  private double[] logits(int row) {
    var all = new double[dVocab];
    for (var d = 0; d < dModel; d++) {
      double factor = written.get(row, d);
      for (var token = 0; token < dVocab; token++) {
        all[token] += factor * unembedding.get(d * dVocab + token);
      }
    }
    return all;
  }

  private double length(int row) {
    var sum = 0.0;
    for (var d = 0; d < dModel; d++) {
      sum += (double) written.get(row, d) * written.get(row, d);
    }
    return Math.sqrt(sum);
  }

  private double tokenLength(int token) {
    var sum = 0.0;
    for (var d = 0; d < dModel; d++) {
      double weight = unembedding.get(d * dVocab + token);
      sum += weight * weight;
    }
    return Math.sqrt(sum);
  }

  private static List<Integer> order(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> values[i]).reversed())
        .toList();
  }
}
