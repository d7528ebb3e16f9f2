// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.screens;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import polyseme.analysis.color.Theme;
import polyseme.analysis.heatmap.ColorRange;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.analysis.scan.Histogram;
import polyseme.app.control.GroupColors;
import polyseme.app.control.PointCloud;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.tensor.FloatVector;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;

/// Made-up numbers and texts for pictures and timings.
public final class Samples {

  private static final int ISLANDS = 24;
  private static final double GOLDEN = 2.399963;
  private static final List<String> WORDS =
      List.of("dates", "brackets", "French", "adverbs", "imports", "units", "names", "quotes");
  private static final List<String> PIECES =
      List.of(
          "The",
          " contract",
          " was",
          " signed",
          " on",
          " 14",
          " March",
          " 1987",
          ",",
          " two",
          " months",
          " after",
          " the",
          " April",
          " hear",
          "ing",
          ".",
          "\n",
          "\n",
          "if",
          " (",
          "items",
          "[",
          "i",
          "])",
          " return",
          " foo",
          "(",
          "bar",
          ");",
          "\t",
          "//",
          " cl",
          "ose",
          "\r\n",
          "Il",
          " a",
          " sign",
          "é",
          " le",
          " contrat",
          " de",
          " la",
          " maison",
          " en",
          " hiver",
          ",",
          " caf",
          "\u00e2",
          "\u0080",
          "\u0094",
          " fini",
          ".");

  private final Random random;

  /// Begins.
  ///
  /// @param random where the numbers come from
  public Samples(Random random) {
    this.random = random;
  }

  /// Points in islands, as a projection of neurons has them.
  ///
  /// @param count how many
  /// @return `[point, 2]`
  public FloatMatrix islands(int count) {
    var xy = new float[2 * count];
    for (var i = 0; i < count; i++) {
      var island = i % ISLANDS;
      var spread = i % 17 == 0 ? 3 : 0.5 + 0.1 * (island % 5);
      xy[2 * i] = (float) (middleX(island) + spread * random.nextGaussian());
      xy[2 * i + 1] = (float) (middleY(island) + spread * random.nextGaussian());
    }
    return FloatMatrix.wrap(count, 2, xy);
  }

  private static double middleX(int island) {
    return 2 * Math.sqrt(island) * Math.cos(GOLDEN * island);
  }

  private static double middleY(int island) {
    return 1.6 * Math.sqrt(island) * Math.sin(GOLDEN * island);
  }

  List<PointCloud.Label> labels(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            new PointCloud.Label(
                middleX(i), middleY(i), word(i), GroupColors.of(i, count, Theme.DARK)))
        .toList();
  }

  static String word(int index) {
    return WORDS.get(index % WORDS.size()) + (index < WORDS.size() ? "" : " " + index);
  }

  int peak() {
    return 7;
  }

  TokenHeatmap heatmap() {
    return heatmap(PIECES);
  }

  TokenHeatmap short0() {
    return heatmap(PIECES.subList(19, 26));
  }

  private TokenHeatmap heatmap(List<String> pieces) {
    var tokens = new ArrayList<Token>();
    var text = new StringBuilder();
    var values = new float[pieces.size()];
    for (var i = 0; i < pieces.size(); i++) {
      var piece = pieces.get(i);
      // single characters between 0x80 and 0xFF are meant as bytes, but é is a character
      var lone = piece.length() == 1 && piece.charAt(0) >= 0x80 && !piece.equals("é");
      var bytes =
          lone
              ? piece
              : new String(piece.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      var start = text.length();
      text.append(lone ? "" : piece);
      tokens.add(new Token(i, bytes, start, text.length(), false));
      values[i] = value(piece);
    }
    return new TokenHeatmap(
        "demo",
        UnitAddress.of(new NeuronId(3, 512)),
        new TokenizedText(text.toString(), tokens),
        FloatVector.wrap(values),
        new ColorRange(-5, 5));
  }

  private static float value(String piece) {
    return switch (piece) {
      case " 1987" -> 4.9f;
      case " March" -> 4.1f;
      case " 14" -> 3.2f;
      case " April" -> 2.4f;
      case "])", ");" -> -3.4f;
      case "(" -> -1.7f;
      case " de" -> 1.2f;
      case "," -> 0.5f;
      case "\n" -> -0.4f;
      default -> 0.04f * piece.length() - 0.1f;
    };
  }

  Histogram histogram() {
    var edges = IntStream.rangeClosed(0, 64).mapToObj(i -> -1.5 + i * 9.0 / 64).toList();
    var counts =
        IntStream.range(0, 64)
            .mapToObj(
                i -> (long) (900_000 * Math.exp(-0.5 * Math.pow((i - 11) / 2.6, 2)) + bump(i)))
            .toList();
    return new Histogram(edges, counts);
  }

  private static double bump(int bin) {
    return 40 * Math.exp(-0.5 * Math.pow((bin - 40) / 4.0, 2)) + (bin % 7 == 0 ? 2 : 0);
  }
}
