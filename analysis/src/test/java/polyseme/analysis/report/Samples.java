// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.report;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.heatmap.ColorRange;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.analysis.parity.ParityBadge;
import polyseme.analysis.parity.ParityRecord;
import polyseme.analysis.projection.Embedding2D;
import polyseme.analysis.scan.Example;
import polyseme.analysis.scan.Histogram;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.NeuronStats;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanOptions;
import polyseme.analysis.scan.ScanProvenance;
import polyseme.analysis.scan.ScanRun;
import polyseme.analysis.scan.ScannedDocument;
import polyseme.analysis.scan.TopExamples;
import polyseme.analysis.space.FeatureSpace;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.parity.ParityReference;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.tensor.FloatVector;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;

/// Small made-up data that look like a scan's, the same on every run.
public final class Samples {

  /// Texts that break careless writers.
  public static final List<String> ATTACKS =
      List.of(
          "<script>alert(1)</script>",
          "</script>",
          "</style><style>*{display:none}",
          "\"onerror=\"alert(1)",
          "' onmouseover='x",
          "<img src=x onerror=alert(1)>",
          "]]>",
          "<!--",
          "-->",
          "&lt;&#0;&amp",
          "a\u2028b\u2029c",
          "\u202Egnp.exe\u202C",
          "\u200F\u200E\u2066x\u2069",
          "\u200B\u200C\u200D\uFEFF\u00AD",
          "\u0000\u0007\u001B[31m\u007F\u0085",
          "\uFFFE\uFFFF\uFDD0",
          "=1+1",
          "a,b\r\nc",
          "\t",
          "\u00A0",
          "😀",
          "𝒳");

  private Samples() {}

  /// A text whose tokens are the pieces, after a beginning-of-text token.
  public static TokenizedText text(List<String> pieces) {
    var tokens = new ArrayList<Token>();
    tokens.add(new Token(1, "<|BOS|>", 0, 0, true));
    var at = 0;
    for (var piece : pieces) {
      tokens.add(new Token(100 + tokens.size(), bytes(piece), at, at + piece.length(), false));
      at += piece.length();
    }
    return new TokenizedText(String.join("", pieces), tokens);
  }

  public static TokenHeatmap heatmap(List<String> pieces, float... activations) {
    var values = FloatVector.of(activations);
    return new TokenHeatmap(
        "demo",
        UnitAddress.of(new NeuronId(1, 50)),
        text(pieces),
        values,
        ColorRange.symmetric(values));
  }

  /// Four tokens: a word, a line end, half a character, a negative value.
  public static TokenHeatmap small() {
    var text = text(List.of("The", " bank", "\n", "é"));
    var tokens = new ArrayList<>(text.tokens());
    tokens.removeLast();
    tokens.add(new Token(7, "\u00C3", 9, 10, false));
    tokens.add(new Token(8, "\u00A9", 9, 10, false));
    var values = FloatVector.of(0.25f, 0, 1.5f, -0.75f, Float.NaN, 0.125f);
    return new TokenHeatmap(
        "demo",
        UnitAddress.of(new NeuronId(1, 50)),
        new TokenizedText("The bank\né", tokens),
        values,
        ColorRange.symmetric(values));
  }

  public static ScanProvenance provenance(String name) {
    return new ScanProvenance(
        "Polyseme 0.1.0",
        name,
        "models/" + name,
        "5f".repeat(32),
        "topics.jsonl",
        "a3".repeat(32),
        "mlp.hook_post",
        "none",
        true,
        406,
        61_234,
        ScanOptions.defaults());
  }

  /// A model that agrees with a reference made with `maker`.
  public static ParityBadge parity(String maker) {
    var kept =
        new ParityRecord(
            new ParityRecord.Subject("demo", "5f".repeat(32), "none"),
            new ParityReference("expected.safetensors", "0a".repeat(32), maker, 2, 94),
            new ParityRecord.Outcome(5e-5, 2.1e-5, "blocks.1.mlp.hook_post", 47, 0, 0),
            new ParityRecord.Made(LocalDate.of(2026, 11, 24), "Polyseme 0.1.0", "PyTorch 2.7.1"));
    return ParityBadge.of(List.of(kept), "Polyseme 0.1.0");
  }

  public static NeuronProfile profile(NeuronId id, String documentId) {
    var random = new Random(id.hashCode());
    var edges = IntStream.rangeClosed(-16, 48).mapToObj(i -> i / 12.0).toList();
    var counts = new ArrayList<Long>();
    for (var i = 0; i < 64; i++) {
      var z = (i - 16) / 3.0;
      var tail = i > 16 ? 600 * Math.exp(-(i - 16) / 9.0) : 0;
      counts.add((long) (20_000 * Math.exp(-z * z / 2) + tail * random.nextDouble()));
    }
    var highest = new ArrayList<Example>();
    var lowest = new ArrayList<Example>();
    for (var i = 0; i < 10; i++) {
      highest.add(example(random, documentId + "-" + i, 3.9f - i * 0.17f));
      lowest.add(example(random, documentId + "-" + (20 + i), -1.2f + i * 0.08f));
    }
    return new NeuronProfile(
        id,
        new NeuronStats(61_234, -1.234f, 3.9f, 0.0321, 0.0987, 4.32, 31.7, 0.1834),
        new Histogram(edges, counts),
        new TopExamples(highest, lowest));
  }

  private static Example example(Random random, String document, float activation) {
    var words =
        "the river bank was steep , and\nthe bank of England kept its\tgold in März \u00A0 under « seal » 水"
            .split("(?=[ \\n\\t])");
    var start = random.nextInt(4);
    var pieces = List.of(words).subList(start, start + 15);
    var whole = text(pieces);
    var context = new TokenizedText(whole.text(), whole.tokens().subList(1, 16));
    var values = new float[15];
    for (var i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * 0.4);
    }
    values[7] = activation;
    return new Example(
        new TokenRef(random.nextInt(400), 7 + random.nextInt(90)),
        document,
        activation,
        context,
        FloatVector.wrap(values),
        7,
        140);
  }

  public static Embedding2D map(NeuronIndex neurons, int clusters) {
    var random = new Random(5);
    var xy = new float[2 * neurons.size()];
    for (var row = 0; row < neurons.size(); row++) {
      var c = label(row, clusters);
      xy[2 * row] =
          (float) (Math.cos(c * 2.4) * Math.sqrt(c + 1) / 9 + random.nextGaussian() * 0.05);
      xy[2 * row + 1] =
          (float) (Math.sin(c * 2.4) * Math.sqrt(c + 1) / 12 + random.nextGaussian() * 0.04);
    }
    return new Embedding2D(
        neurons,
        FloatMatrix.wrap(neurons.size(), 2, xy),
        FeatureSpace.ACTIVATIONS,
        FloatVector.of(0.123f, 0.0812f, 0.05f),
        42);
  }

  public static Clustering clustering(NeuronIndex neurons, int k) {
    var labels = IntStream.range(0, neurons.size()).mapToObj(row -> label(row, k)).toList();
    var silhouettes = IntStream.range(0, k).mapToObj(i -> 0.4 - 0.02 * i).toList();
    return new Clustering(
        neurons,
        labels,
        k,
        FeatureSpace.ACTIVATIONS,
        new Clustering.Quality(0.213, silhouettes, 0.5),
        42);
  }

  private static int label(int row, int k) {
    var u = ((row * 2654435761L) & 0xFFFFL) / 65536.0;
    return (int) (k * u * u);
  }

  public static Scan scan(NeuronIndex neurons) {
    return new FakeScan(neurons);
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private record FakeScan(NeuronIndex neurons) implements Scan {

    @Override
    public ScanProvenance provenance() {
      return Samples.provenance("demo");
    }

    @Override
    public NeuronStats stats(int row) {
      return new NeuronStats(61_234, -1, row % 97, 0, 1, Math.sin(row), 3 + row % 13, 0.5);
    }

    @Override
    public NeuronProfile profile(NeuronId id) {
      return Samples.profile(id, "cooking-" + id.index() % 7);
    }

    @Override
    public ScanRun run() {
      throw new UnsupportedOperationException("no run here");
    }

    @Override
    public ScannedDocument document(int number) {
      throw new UnsupportedOperationException("no documents here: " + number);
    }

    @Override
    public List<TokenRef> profilePositions() {
      return List.of();
    }

    @Override
    public FloatMatrix activationProfiles() {
      return FloatMatrix.wrap(neurons.size(), 0, new float[0]);
    }

    @Override
    public void close() {}
  }
}
