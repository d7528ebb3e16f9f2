// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine;

import java.util.List;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.hook.ActivationSink;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.ForwardResult;
import polyseme.engine.hook.GradientRequest;
import polyseme.engine.hook.GradientResult;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.model.AppliedProcessing;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.text.Tokenizer;

/// An open language model whose activations can be read and changed. Several threads may run it at
/// once; they share one set of weights.
public interface HookedModel extends AutoCloseable {

  /// Where the model came from.
  ///
  /// @return its folder
  ModelFolder folder();

  /// Its sizes and variants, after processing.
  ///
  /// @return the configuration
  ModelConfig config();

  /// How its weights were rewritten before it runs.
  ///
  /// @return what was asked for and what became of it
  default AppliedProcessing processing() {
    return AppliedProcessing.NONE;
  }

  /// Its tokenizer.
  ///
  /// @return the tokenizer
  Tokenizer tokenizer();

  /// The hook points that fire in this model.
  ///
  /// @return in firing order
  List<HookPoint> hooks();

  /// One forward pass that keeps what it captures.
  ///
  /// @param request what to do
  /// @return copies of what was asked for
  /// @throws RequestException if a hook point does not fire in this model, the text is longer than
  ///   its context, a target does not exist, there is no memory for the pass, or the model was
  ///   closed
  ForwardResult run(ForwardRequest request) throws RequestException;

  /// One forward pass that hands on what it captures; nothing is kept.
  ///
  /// @param request what to do; logits are not computed
  /// @param sink takes the activations
  /// @throws RequestException as in [#run]
  void stream(ForwardRequest request, ActivationSink sink) throws RequestException;

  /// One forward and one backward pass: how much an objective changes with what hook points hold.
  ///
  /// @param request what to do
  /// @return the objective and its gradients
  /// @throws RequestException as in [#run]; also if the objective names a token or position that
  ///   there is not, or if nothing can be differentiated by a hook point
  GradientResult gradients(GradientRequest request) throws RequestException;

  /// What each neuron of a block reads.
  ///
  /// @param layer block, from 0
  /// @return W_in transposed, `[dMlp, dModel]`
  /// @throws RequestException if the layer does not exist or has no neurons
  FloatMatrix inputWeights(int layer) throws RequestException;

  /// What each neuron of a block writes.
  ///
  /// @param layer block, from 0
  /// @return W_out, `[dMlp, dModel]`
  /// @throws RequestException if the layer does not exist or has no neurons
  FloatMatrix outputWeights(int layer) throws RequestException;

  @Override
  void close();
}
