// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import polyseme.analysis.corpus.TokenRef;
import polyseme.engine.tensor.FloatVector;
import polyseme.engine.text.TokenizedText;

/// A place in the corpus where a neuron is very high or very low, with the tokens around it.
///
/// @param peak the place
/// @param documentId what the corpus calls the document
/// @param activation the neuron's activation at the peak
/// @param context up to 8 tokens before the peak, the peak, up to 8 after it, within the document;
///   it ends at the border of the window that the model saw
/// @param activations the neuron's activation at each token of the context (half precision, about
///   three decimal digits; the peak's own is exact)
/// @param peakIndex which token of the context is the peak, from 0
/// @param documentTokens how many tokens the document has
public record Example(
    TokenRef peak,
    String documentId,
    float activation,
    TokenizedText context,
    FloatVector activations,
    int peakIndex,
    int documentTokens) {}
