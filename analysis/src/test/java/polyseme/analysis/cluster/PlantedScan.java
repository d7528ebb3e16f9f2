// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.report.Samples;
import polyseme.analysis.scan.Example;
import polyseme.analysis.scan.Histogram;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.NeuronStats;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanProvenance;
import polyseme.analysis.scan.ScanRun;
import polyseme.analysis.scan.ScannedDocument;
import polyseme.analysis.scan.TopExamples;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.tensor.FloatVector;
import polyseme.engine.text.Token;
import polyseme.engine.text.TokenizedText;

/// A scan whose neurons peak where a test says.
///
/// @param planted one a neuron of a single layer
public record PlantedScan(List<Planted> planted) implements Scan {

  /// A neuron.
  ///
  /// @param high tokens at its highest places, each `token@document` or a token alone
  /// @param low the same at its lowest
  public record Planted(List<String> high, List<String> low) {}

  /// A neuron without lowest places.
  public static Planted at(String... high) {
    return new Planted(List.of(high), List.of());
  }

  @Override
  public NeuronIndex neurons() {
    return new NeuronIndex(1, planted.size());
  }

  @Override
  public NeuronStats stats(int row) {
    return new NeuronStats(1000, -0.5f, 10, 0, 1, 1, 100, 0.25);
  }

  @Override
  public NeuronProfile profile(NeuronId id) {
    var one = planted.get(id.index());
    return new NeuronProfile(
        id,
        stats(id.index()),
        new Histogram(List.of(-0.5, 10.0), List.of(1000L)),
        new TopExamples(examples(one.high(), 10), examples(one.low(), -0.5f)));
  }

  /// The first text that stands at a place; neurons share places.
  @Override
  public String textAbout(TokenRef place) {
    return IntStream.range(0, planted.size())
        .mapToObj(index -> profile(new NeuronId(0, index)).examples())
        .flatMap(examples -> Stream.concat(examples.highest().stream(), examples.lowest().stream()))
        .filter(example -> example.peak().equals(place))
        .map(example -> example.context().text())
        .findFirst()
        .orElseThrow();
  }

  private static List<Example> examples(List<String> peaks, float activation) {
    var examples = new ArrayList<Example>();
    for (var i = 0; i < peaks.size(); i++) {
      var at = peaks.get(i).lastIndexOf('@');
      var text = at < 0 ? peaks.get(i) : peaks.get(i).substring(0, at);
      var bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      var token = new Token(5, bytes, 0, text.length(), false);
      examples.add(
          new Example(
              new TokenRef(i, 0),
              at < 0 ? "document-" + i : peaks.get(i).substring(at + 1),
              activation,
              new TokenizedText(text, List.of(token)),
              FloatVector.of(activation),
              0,
              1));
    }
    return examples;
  }

  @Override
  public ScanProvenance provenance() {
    return Samples.provenance("planted");
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
    return FloatMatrix.wrap(planted.size(), 0, new float[0]);
  }

  @Override
  public void close() {}
}
