// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.gather.CoreSections;
import polyseme.analysis.gather.LogBins;
import polyseme.analysis.section.SectionFile;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;
import polyseme.engine.tensor.FloatMatrix;

/// Reads one hook of `neurons.psc`. Statistics are in memory, all else is read when asked for. Safe
/// for several threads.
final class NeuronReader implements AutoCloseable {

  private final SectionFile file;
  private final NeuronHead head;
  private final int group;
  private final NeuronIndex neurons;
  private final ByteBuffer stat;
  private final List<TokenRef> profilePositions;

  /// One end of a neuron's extremes.
  ///
  /// @param extremes value, document and position of each
  /// @param contexts activations around each
  record End(ByteBuffer extremes, ByteBuffer contexts) {

    float value(int i) {
      return extremes.getFloat(i * CoreSections.EXTREME);
    }

    int document(int i) {
      return extremes.getInt(i * CoreSections.EXTREME + 4);
    }

    int position(int i) {
      return extremes.getInt(i * CoreSections.EXTREME + 8);
    }

    float context(int i, int at) {
      return Float.float16ToFloat(contexts.getShort(i * CoreSections.CONTEXT + 2 * at));
    }
  }

  private NeuronReader(SectionFile file, int group) throws StoreException {
    this.file = file;
    this.group = group;
    head = NeuronHead.read(file);
    if (group >= head.hooks().size()) {
      throw file.damaged("section head");
    }
    neurons = head.hooks().get(group);
    expectSections();
    stat = file.read(key("stat"), 0, Math.multiplyExact(neurons.size(), NeuronFile.STAT));
    profilePositions = places();
  }

  /// @param group which hook of the file
  static NeuronReader open(Path path, int group) throws StoreException {
    var file = SectionFile.open(path, NeuronFile.KIND);
    var sound = false;
    try {
      var reader = new NeuronReader(file, group);
      sound = true;
      return reader;
    } finally {
      if (!sound) {
        file.close();
      }
    }
  }

  private String key(String tag) {
    return SectionFile.key(tag, group);
  }

  private void expectSections() throws StoreException {
    long rows = neurons.size();
    file.expect(key("stat"), rows * NeuronFile.STAT);
    file.expect(key("hist"), rows * CoreSections.BINS);
    for (var tag : List.of("high", "low ")) {
      file.expect(key(tag), rows * head.topK() * CoreSections.EXTREME);
    }
    for (var tag : List.of("hctx", "lctx")) {
      file.expect(key(tag), rows * head.topK() * CoreSections.CONTEXT);
    }
    file.expect("ppos", 8L * head.places());
    if (file.version() == 1) {
      file.expect("prof", rows * head.places() * Float.BYTES);
    } else {
      var length = file.length(key("prow"));
      if (length % rowBytes() != 0 || length > head.places() * rowBytes()) {
        throw file.damaged("section prow");
      }
    }
  }

  private List<TokenRef> places() throws StoreException {
    var numbers = file.read("ppos", 0, 8 * head.places());
    var list = new ArrayList<TokenRef>();
    for (var i = 0; i < head.places(); i++) {
      list.add(new TokenRef(numbers.getInt(), numbers.getInt()));
    }
    var met = file.version() == 1 ? list.size() : file.length(key("prow")) / rowBytes();
    return met == list.size() ? List.copyOf(list) : metOf(list, met);
  }

  // A scan that still grows has not met all of them.
  private List<TokenRef> metOf(List<TokenRef> list, long met) throws StoreException {
    var found = new ArrayList<TokenRef>();
    for (var i = 0L; i < met; i++) {
      var place = file.read(key("prow"), i * rowBytes(), Integer.BYTES).getInt();
      if (place < 0 || place >= list.size()) {
        throw file.damaged("section prow");
      }
      found.add(list.get(place));
    }
    return List.copyOf(found);
  }

  private long rowBytes() {
    return Integer.BYTES + (long) Short.BYTES * neurons.size();
  }

  SectionFile file() {
    return file;
  }

  int group() {
    return group;
  }

  NeuronIndex neurons() {
    return neurons;
  }

  NeuronHead head() {
    return head;
  }

  int topK() {
    return head.topK();
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
    var counts = new int[LogBins.COUNT];
    file.read(key("hist"), (long) row * CoreSections.BINS, CoreSections.BINS)
        .asIntBuffer()
        .get(counts);
    return counts;
  }

  End highest(int row) throws StoreException {
    return end(row, "high", "hctx");
  }

  End lowest(int row) throws StoreException {
    return end(row, "low ", "lctx");
  }

  private End end(int row, String extremes, String contexts) throws StoreException {
    var bytes = head.topK() * CoreSections.EXTREME;
    var contextBytes = head.topK() * CoreSections.CONTEXT;
    return new End(
        file.read(key(extremes), (long) row * bytes, bytes),
        file.read(key(contexts), (long) row * contextBytes, contextBytes));
  }

  /// `[neuron, position]`.
  FloatMatrix profiles() throws StoreException {
    var places = profilePositions.size();
    var size = (long) neurons.size() * places;
    if (size > Integer.MAX_VALUE - 8) {
      throw new StoreException(
          "%d profiles of %d positions do not fit one matrix.".formatted(neurons.size(), places),
          "Scan with fewer profile positions.");
    }
    var values = new float[(int) size];
    return file.version() == 1 ? profiles1(values) : profiles2(values);
  }

  private FloatMatrix profiles1(float[] values) throws StoreException {
    var places = profilePositions.size();
    for (var row = 0; row < neurons.size() && places > 0; row++) {
      file.read("prof", (long) row * places * Float.BYTES, places * Float.BYTES)
          .asFloatBuffer()
          .get(values, row * places, places);
    }
    return FloatMatrix.wrap(neurons.size(), places, values);
  }

  private FloatMatrix profiles2(float[] values) throws StoreException {
    var places = profilePositions.size();
    for (var place = 0; place < places; place++) {
      var row = place(place);
      for (var neuron = 0; neuron < neurons.size(); neuron++) {
        values[neuron * places + place] = Float.float16ToFloat(row.getShort());
      }
    }
    return FloatMatrix.wrap(neurons.size(), places, values);
  }

  private ByteBuffer place(int place) throws StoreException {
    var bytes = Short.BYTES * neurons.size();
    return file.read(key("prow"), place * rowBytes() + Integer.BYTES, bytes);
  }

  /// Activations of one neuron at the shared positions.
  float[] profile(int row) throws StoreException {
    var values = new float[profilePositions.size()];
    if (file.version() == 1) {
      file.read("prof", (long) row * values.length * Float.BYTES, values.length * Float.BYTES)
          .asFloatBuffer()
          .get(values);
      return values;
    }
    for (var place = 0; place < values.length; place++) {
      var at = place * rowBytes() + Integer.BYTES + row * (long) Short.BYTES;
      values[place] = Float.float16ToFloat(file.read(key("prow"), at, Short.BYTES).getShort());
    }
    return values;
  }

  StoreException damaged(String what) {
    return file.damaged(what);
  }

  @Override
  public void close() {
    file.close();
  }
}
