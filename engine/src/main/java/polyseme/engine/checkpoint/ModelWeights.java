// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.FloatBuffer;
import java.util.List;
import polyseme.engine.task.CheckpointException;

/// The weights of a model folder under TransformerLens' names and in its shapes, whatever the files
/// call them: `embed.W_E` `[dVocab, dModel]`, `pos_embed.W_pos` `[nCtx, dModel]`, `blocks.0.ln1.w`,
/// `.b` `[dModel]`, `blocks.0.attn.W_Q`, `W_K`, `W_V` `[nHeads, dModel, dHead]`, `W_O` `[nHeads,
/// dHead, dModel]`, `b_Q`, `b_K`, `b_V` `[nHeads, dHead]`, `b_O` `[dModel]`, `blocks.0.ln2.w`,
/// `.b`, `blocks.0.mlp.W_in` `[dModel, dMlp]`, `b_in` `[dMlp]`, `W_out` `[dMlp, dModel]`, `b_out`
/// `[dModel]`, `blocks.0.mlp.ln.w`, `.b` `[dMlp]`, `ln_final.w`, `.b`, `unembed.W_U` `[dModel,
/// dVocab]`, `b_U` `[dVocab]`.
///
/// Biases that a checkpoint lacks in all blocks are zeros; a tied unembedding is the transposed
/// embedding. Under LN_PRE there are no `ln` weights. For use by one thread.
public interface ModelWeights extends AutoCloseable {

  /// Opens the weight files of a folder without reading their numbers.
  ///
  /// @param folder the folder
  /// @return its weights; the caller closes them
  /// @throws CheckpointException if a file is damaged, foreign or lacks a tensor, with file and
  ///   reason
  static ModelWeights open(ModelFolder folder) throws CheckpointException {
    return FolderWeights.open(folder);
  }

  /// Reads one weight; a copy, so that a file that changes meanwhile does no harm.
  ///
  /// @param name TransformerLens' name
  /// @return the weight
  /// @throws CheckpointException if the model has no such weight, the file cannot be read, its
  ///   check sum does not fit, or a number in it is not finite
  WeightTensor read(String name) throws CheckpointException;

  /// Reads one weight to where it is wanted, so that it exists once.
  ///
  /// @param name TransformerLens' name
  /// @param target takes all its numbers, last axis fastest, from its position on; a direct buffer
  ///   in native byte order with room for just these
  /// @throws CheckpointException as [#read(String)]
  default void read(String name, FloatBuffer target) throws CheckpointException {
    var values = read(name).values();
    if (values.remaining() != target.remaining()) {
      throw new IllegalArgumentException(
          "%s has %d numbers, not %d".formatted(name, values.remaining(), target.remaining()));
    }
    target.put(values);
  }

  /// Whether the files hold a weight; a bias that they lack is zeros.
  ///
  /// @param name TransformerLens' name
  /// @return false for such a bias
  default boolean stored(String name) {
    return true;
  }

  /// The weights there are.
  ///
  /// @return their names, from embedding to unembedding
  List<String> names();

  /// Whether `unembed.W_U` is the transposed `embed.W_E`, so that one of them is enough.
  ///
  /// @return true if both come from the same tensor
  default boolean tied() {
    return false;
  }

  /// The size of the model.
  ///
  /// @return how many numbers of the files it uses; a tied unembedding counts once, a missing bias
  ///   not
  long parameters();

  /// What lies in the files but has no effect: masks, and blocks beyond the configured number.
  ///
  /// @return names as the files have them
  List<String> unused();

  @Override
  void close();
}
