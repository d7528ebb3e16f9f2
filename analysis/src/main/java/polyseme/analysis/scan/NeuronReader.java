// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.gather.ExtremeTable;
import polyseme.analysis.gather.LogBins;
import polyseme.analysis.section.SectionFile;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;
import polyseme.engine.tensor.FloatMatrix;

/// Reads `neurons.psc`. Statistics are in memory, all else is read when asked for. Safe for several
/// threads.
final class NeuronReader implements AutoCloseable {

  private static final int CHUNK_ROWS = 64;

  private final SectionFile file;
  private final NeuronIndex neurons;
  private final int topK;
  private final int places;
  private final NeuronFile.Ties ties;
  private final ByteBuffer stat;
  private final List<TokenRef> profilePositions;

  /// One end of a neuron's extremes.
  ///
  /// @param extremes value, document and position of each
  /// @param contexts activations around each
  record End(ByteBuffer extremes, ByteBuffer contexts) {

    float value(int i) {
      return extremes.getFloat(i * NeuronFile.EXTREME);
    }

    int document(int i) {
      return extremes.getInt(i * NeuronFile.EXTREME + 4);
    }

    int position(int i) {
      return extremes.getInt(i * NeuronFile.EXTREME + 8);
    }

    float context(int i, int at) {
      return Float.float16ToFloat(contexts.getShort(i * NeuronFile.CONTEXT + 2 * at));
    }
  }

  private NeuronReader(SectionFile file) throws StoreException {
    this.file = file;
    file.expect("head", NeuronFile.HEAD);
    var head = file.read("head", 0, NeuronFile.HEAD);
    neurons = neurons(head.getInt(), head.getInt());
    topK = head.getInt();
    places = head.getInt();
    var capacity = head.getInt();
    var reach = head.getInt();
    var tokens = head.getLong();
    var documents = head.getInt();
    ties =
        new NeuronFile.Ties(
            capacity, tokens, documents, List.of(head.getInt(), head.getInt(), head.getInt()));
    if (topK < 1 || places < 0 || capacity < 1 || reach != ExtremeTable.REACH || tokens < 1) {
      throw file.damaged("section head");
    }
    expectSections();
    stat = file.read("stat", 0, Math.multiplyExact(neurons.size(), NeuronFile.STAT));
    profilePositions = places();
  }

  static NeuronReader open(Path path) throws StoreException {
    var file = SectionFile.open(path, NeuronFile.KIND);
    var sound = false;
    try {
      var reader = new NeuronReader(file);
      sound = true;
      return reader;
    } finally {
      if (!sound) {
        file.close();
      }
    }
  }

  private NeuronIndex neurons(int nLayers, int dMlp) throws StoreException {
    if (nLayers < 1 || dMlp < 1 || (long) nLayers * dMlp > Integer.MAX_VALUE / NeuronFile.STAT) {
      throw file.damaged("section head");
    }
    return new NeuronIndex(nLayers, dMlp);
  }

  private void expectSections() throws StoreException {
    long rows = neurons.size();
    file.expect("stat", rows * NeuronFile.STAT);
    file.expect("hist", rows * LogBins.COUNT * Integer.BYTES);
    for (var tag : List.of("high", "low ")) {
      file.expect(tag, rows * topK * NeuronFile.EXTREME);
    }
    for (var tag : List.of("hctx", "lctx")) {
      file.expect(tag, rows * topK * NeuronFile.CONTEXT);
    }
    file.expect("ppos", 8L * places);
    file.expect("prof", rows * places * Float.BYTES);
  }

  private List<TokenRef> places() throws StoreException {
    var numbers = file.read("ppos", 0, 8 * places);
    var list = new ArrayList<TokenRef>();
    for (var i = 0; i < places; i++) {
      list.add(new TokenRef(numbers.getInt(), numbers.getInt()));
    }
    return List.copyOf(list);
  }

  NeuronIndex neurons() {
    return neurons;
  }

  NeuronFile.Ties ties() {
    return ties;
  }

  int topK() {
    return topK;
  }

  List<TokenRef> profilePositions() {
    return profilePositions;
  }

  float min(int row) {
    return stat.getFloat(row * NeuronFile.STAT);
  }

  float max(int row) {
    return stat.getFloat(row * NeuronFile.STAT + 4);
  }

  double mean(int row) {
    return stat.getDouble(row * NeuronFile.STAT + 8);
  }

  /// Sum of the `power`-th powers of the distance from the mean; 2 to 4.
  double central(int row, int power) {
    return stat.getDouble(row * NeuronFile.STAT + 8 * power);
  }

  long positives(int row) {
    return stat.getLong(row * NeuronFile.STAT + 40);
  }

  int[] bins(int row) throws StoreException {
    var bytes = LogBins.COUNT * Integer.BYTES;
    var counts = new int[LogBins.COUNT];
    file.read("hist", (long) row * bytes, bytes).asIntBuffer().get(counts);
    return counts;
  }

  End highest(int row) throws StoreException {
    return end(row, "high", "hctx");
  }

  End lowest(int row) throws StoreException {
    return end(row, "low ", "lctx");
  }

  private End end(int row, String extremes, String contexts) throws StoreException {
    var bytes = topK * NeuronFile.EXTREME;
    var contextBytes = topK * NeuronFile.CONTEXT;
    return new End(
        file.read(extremes, (long) row * bytes, bytes),
        file.read(contexts, (long) row * contextBytes, contextBytes));
  }

  FloatMatrix profiles() throws StoreException {
    var size = (long) neurons.size() * places;
    if (size > Integer.MAX_VALUE - 8) {
      throw new StoreException(
          "%d profiles of %d positions do not fit one matrix.".formatted(neurons.size(), places),
          "Scan with fewer profile positions.");
    }
    var values = new float[(int) size];
    var rowBytes = (long) places * Float.BYTES;
    for (var row = 0; row < neurons.size() && places > 0; row += CHUNK_ROWS) {
      var rows = Math.min(CHUNK_ROWS, neurons.size() - row);
      file.read("prof", row * rowBytes, (int) (rows * rowBytes))
          .asFloatBuffer()
          .get(values, row * places, rows * places);
    }
    return FloatMatrix.wrap(neurons.size(), places, values);
  }

  StoreException damaged(String what) {
    return file.damaged(what);
  }

  @Override
  public void close() {
    file.close();
  }
}
