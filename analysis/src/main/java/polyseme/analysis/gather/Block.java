// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import polyseme.engine.hook.TokenBatch;

/// Some tokens of one window that follow each other, with the activations of one layer; lent to
/// [Gatherer#accept], filled anew for the next tokens.
///
/// Only tokens that count are in it: a window's lead and what an earlier window counted are not.
public final class Block {

  /// Tokens in a block at most. With a strip of neurons they and their counters fit the cache.
  public static final int MOST = 32;

  /// A token's predecessor where it has none.
  public static final int NO_TOKEN = -1;

  private final int width;
  private final float[][] values;
  private final float[][] contexts = new float[MOST][];
  private final int[] tokens = new int[MOST];
  private final int[] previous = new int[MOST];
  private int layer;
  private int count;
  private int document;
  private int position;
  private int windowPosition;
  private boolean hasContexts;
  private boolean sampled;

  /// An empty block.
  ///
  /// @param width neurons of a layer
  public Block(int width) {
    this.width = width;
    values = new float[MOST][width];
  }

  /// Fills the block.
  ///
  /// @param ofLayer which layer
  /// @param from `[token, width]`, at any position
  /// @param start where the first token's activations begin in `from`
  /// @param window which window
  /// @param first the first token's place in the window
  /// @param tokenCount how many, at most [#MOST]
  void fill(int ofLayer, FloatBuffer from, int start, Window window, int first, int tokenCount) {
    layer = ofLayer;
    count = tokenCount;
    document = window.document();
    position = window.first() + first;
    windowPosition = first;
    sampled = window.sampled();
    hasContexts = false;
    for (var t = 0; t < tokenCount; t++) {
      from.get(start + t * width, values[t]);
    }
  }

  /// Says which tokens these are.
  ///
  /// @param batch the batch whose row the window is
  /// @param row which row
  /// @param lead tokens before the window's own
  void setTokens(TokenBatch batch, int row, int lead) {
    for (var t = 0; t < count; t++) {
      var at = windowPosition + t;
      tokens[t] = batch.id(row, lead + at);
      previous[t] = at == 0 ? NO_TOKEN : batch.id(row, lead + at - 1);
    }
  }

  /// Lends the context vectors.
  ///
  /// @param rows one array a token
  /// @param from index of the first token's
  void setContexts(float[][] rows, int from) {
    System.arraycopy(rows, from, contexts, 0, count);
    hasContexts = true;
  }

  /// The layer.
  ///
  /// @return from 0
  public int layer() {
    return layer;
  }

  /// Row of the layer's first neuron.
  ///
  /// @return `layer · width`
  public int firstRow() {
    return layer * width;
  }

  /// Neurons of a layer.
  ///
  /// @return how many numbers stand in each of [#values(int)]
  public int width() {
    return width;
  }

  /// Tokens in the block.
  ///
  /// @return 1 to [#MOST]
  public int count() {
    return count;
  }

  /// Activations of all neurons of the layer at one token; not to be changed.
  ///
  /// @param t token of the block, from 0
  /// @return `width` numbers
  public float[] values(int t) {
    return values[t];
  }

  /// The document.
  ///
  /// @return its number, from 0
  public int document() {
    return document;
  }

  /// A token's place in its document.
  ///
  /// @param t token of the block
  /// @return from 0
  public int position(int t) {
    return position + t;
  }

  /// A token's place in its window, the lead not counted.
  ///
  /// @param t token of the block
  /// @return from 0
  public int windowPosition(int t) {
    return windowPosition + t;
  }

  /// Which token it is.
  ///
  /// @param t token of the block
  /// @return its number in the vocabulary
  public int token(int t) {
    return tokens[t];
  }

  /// The token before it in its window.
  ///
  /// @param t token of the block
  /// @return its number in the vocabulary, [#NO_TOKEN] where the window begins
  public int previousToken(int t) {
    return previous[t];
  }

  /// A token's context vector on the pilot's directions, of unit length (or all zeros).
  ///
  /// @param t token of the block
  /// @return one number a direction, null when none are gathered
  public float @Nullable [] context(int t) {
    return hasContexts ? contexts[t] : null;
  }

  /// Whether samples may take from it.
  ///
  /// @return false if the document nearly repeats an earlier one
  public boolean sampled() {
    return sampled;
  }
}
