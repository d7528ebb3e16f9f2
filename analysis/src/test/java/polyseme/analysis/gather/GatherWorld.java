// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;

/// A small corpus with random activations, all of them kept, to compare gatherers with.
///
/// Neurons of index 0 mod 4 go far beyond what the pilot met; those of 1 mod 4 rest at exactly 0,
/// where half their activations are; the others are spread about their resting level.
final class GatherWorld {

  static final NeuronIndex NEURONS = new NeuronIndex(2, 19);
  static final int CONTEXT = 100;
  static final int DOCUMENTS = 12;
  static final int VOCABULARY = 30;
  private static final int UNIT = 4;

  final Resting resting;
  final List<Seen> windows = new ArrayList<>();
  private final SplittableRandom random;

  /// A window; `values[layer][t · dMlp + n]`.
  static final class Seen {
    final Window window;
    final int[] tokens;
    final float[][] values;

    Seen(Window window, int[] tokens, float[][] values) {
      this.window = window;
      this.tokens = tokens;
      this.values = values;
    }
  }

  /// What is done with every token that counts.
  interface Each {
    void token(Seen seen, int t, float value);
  }

  GatherWorld(long seed) {
    random = new SplittableRandom(seed);
    var levels = new float[NEURONS.size()];
    var exponents = new int[NEURONS.size()];
    for (var row = 0; row < levels.length; row++) {
      levels[row] = isSparse(row) ? 0 : (float) (0.2 * random.nextDouble() - 0.15);
      exponents[row] = random.nextInt(-3, 4);
    }
    resting = new Resting(levels, new Quanta(exponents));
    for (var document = 0; document < DOCUMENTS; document++) {
      var first = 0;
      for (var more = random.nextInt(1, 4); more > 0; more--) {
        var length = random.nextInt(1, CONTEXT + 1);
        var from = first == 0 ? 0 : random.nextInt(0, length);
        windows.add(seen(new Window(document, first, length, from, length, true)));
        first += length;
      }
    }
  }

  static boolean isSparse(int row) {
    return row % NEURONS.dMlp() % 4 == 1;
  }

  private Seen seen(Window window) {
    var tokens = new int[window.length()];
    for (var t = 0; t < tokens.length; t++) {
      tokens[t] = (int) (VOCABULARY * Math.pow(random.nextDouble(), 3));
    }
    var values = new float[NEURONS.nLayers()][tokens.length * NEURONS.dMlp()];
    for (var layer = 0; layer < values.length; layer++) {
      for (var i = 0; i < values[layer].length; i++) {
        var row = layer * NEURONS.dMlp() + i % NEURONS.dMlp();
        values[layer][i] = value(row, tokens[i / NEURONS.dMlp()], window.document());
      }
    }
    return new Seen(window, tokens, values);
  }

  private float value(int row, int token, int document) {
    var scale = Math.scalb(1.0, resting.quanta().exponent(row));
    var drawn = scale * (random.nextDouble() * random.nextDouble() - 0.3);
    drawn += scale * 0.1 * ((token + row) % 3) + scale * 0.05 * (document % 3);
    if (isSparse(row)) {
      return (float) Math.max(0, drawn - 0.1 * scale);
    }
    var far = row % NEURONS.dMlp() % 4 == 0 && random.nextInt(20) == 0 ? 40 : 1;
    return (float) (resting.level(row) + far * drawn);
  }

  int units() {
    return Math.ceilDiv(windows.size(), UNIT);
  }

  int unit(Seen seen) {
    return windows.indexOf(seen) / UNIT;
  }

  void feed(Gatherer to, int unit) {
    var block = new Block(NEURONS.dMlp());
    var part = windows.subList(UNIT * unit, Math.min(UNIT * (unit + 1), windows.size()));
    for (var layer = 0; layer < NEURONS.nLayers(); layer++) {
      for (var seen : part) {
        var values = FloatBuffer.wrap(seen.values[layer]);
        var window = seen.window;
        for (var at = window.from(); at < window.to(); at += Block.MOST) {
          var count = Math.min(Block.MOST, window.to() - at);
          block.fill(layer, values, at * NEURONS.dMlp(), window, at, count);
          block.setTokens(TokenBatch.of(seen.tokens), 0, 0);
          to.accept(block);
        }
      }
    }
    to.endUnit();
  }

  void feedAll(Gatherer to) {
    for (var unit = 0; unit < units(); unit++) {
      feed(to, unit);
    }
  }

  void each(int row, Each each) {
    for (var seen : windows) {
      var values = seen.values[row / NEURONS.dMlp()];
      for (var t = seen.window.from(); t < seen.window.to(); t++) {
        each.token(seen, t, values[t * NEURONS.dMlp() + row % NEURONS.dMlp()]);
      }
    }
  }

  /// The activation as a sum takes it: cut at 16 times what the pilot met.
  double cut(int row, float value) {
    var most = Math.scalb(1.0, resting.quanta().exponent(row) + 4);
    return Math.clamp(value, -most, most);
  }

  /// How many activations of a neuron are cut.
  int cuts(int row) {
    var found = new int[1];
    each(row, (_, _, value) -> found[0] += cut(row, value) == value ? 0 : 1);
    return found[0];
  }

  double mass(int row, float value) {
    return Math.max(0, cut(row, value) - resting.level(row));
  }

  PositionTable positions() {
    return new PositionTable(NEURONS, resting, new PositionBins(CONTEXT));
  }

  /// A table in which the tokens of odd number and those above 20 share a row.
  TokenProfiles tokens(TokenSide side) {
    return new TokenProfiles(NEURONS, resting, rows(), side);
  }

  static TokenRows rows() {
    return new TokenRows(new int[] {0, 1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20});
  }

  LabelTables labels() {
    return new LabelTables(NEURONS, resting, keys());
  }

  /// `lang` of two values at all documents; `topic` of three at all but those of number 3 mod 4.
  static List<LabelKey> keys() {
    var lang = new byte[DOCUMENTS];
    var topic = new byte[DOCUMENTS - 1];
    for (var document = 0; document < DOCUMENTS; document++) {
      lang[document] = (byte) (document / 5 % 2);
    }
    for (var document = 0; document < topic.length; document++) {
      topic[document] = (byte) (document % 4 == 3 ? LabelKey.NONE : document % 3);
    }
    return List.of(
        new LabelKey("lang", List.of("en", "fr"), lang),
        new LabelKey("topic", List.of("law", "sea", "war"), topic));
  }

  static Path save(Gatherer gatherer, Path file) throws IOException {
    try (var out = new SectionWriter(file, "TEST")) {
      gatherer.save(out);
      out.force();
    }
    return file;
  }

  static void load(Gatherer into, Path file) throws StoreException {
    try (var in = SectionFile.open(file, "TEST")) {
      into.load(in, 0);
    }
  }
}
