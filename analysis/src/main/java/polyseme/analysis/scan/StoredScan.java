// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import static java.util.Comparator.comparingDouble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.gather.Drawn;
import polyseme.analysis.gather.ExtremeTable;
import polyseme.analysis.gather.Reservoirs;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;
import polyseme.engine.tensor.FloatMatrix;
import polyseme.engine.tensor.FloatVector;
import polyseme.engine.text.Token;

/// A scan read from its folder.
final class StoredScan implements Scan {

  private final ScanProvenance provenance;
  private final ScanRun run;
  private final NeuronReader reader;
  private final TokenStoreReader tokens;
  private final @Nullable StoredDetails details;

  StoredScan(ScanProvenance provenance, ScanRun run, NeuronReader reader, TokenStoreReader tokens)
      throws StoreException {
    details = StoredDetails.of(reader);
    this.provenance = provenance;
    this.run = run;
    this.reader = reader;
    this.tokens = tokens;
  }

  @Override
  public ScanProvenance provenance() {
    return provenance;
  }

  @Override
  public ScanRun run() {
    return run;
  }

  @Override
  public NeuronIndex neurons() {
    return reader.neurons();
  }

  @Override
  public NeuronStats stats(int row) {
    double n = reader.head().counted();
    var min = reader.min(row);
    var max = reader.max(row);
    var varies = min < max && reader.central(row, 2) > 0;
    var m2 = varies ? reader.central(row, 2) / n : 0;
    return new NeuronStats(
        reader.head().counted(),
        min,
        max,
        reader.mean(row),
        m2,
        varies ? reader.central(row, 3) / n / (m2 * Math.sqrt(m2)) : Double.NaN,
        varies ? reader.central(row, 4) / n / (m2 * m2) : Double.NaN,
        reader.positives(row) / n);
  }

  @Override
  public NeuronProfile profile(NeuronId id) throws StoreException {
    var row = neurons().row(id);
    var histogram = JoinedBins.of(reader.bins(row), reader.min(row), reader.max(row));
    var examples = new TopExamples(examples(reader.highest(row)), examples(reader.lowest(row)));
    return new NeuronProfile(id, stats(row), histogram, examples);
  }

  @Override
  public List<Token> peakTokens(int row, int most) throws StoreException {
    var end = reader.highest(row);
    var peaks = new ArrayList<Token>();
    var kept = Math.min(most, reader.topK());
    for (var i = 0; i < kept && end.document(i) != ExtremeTable.NONE; i++) {
      if (end.document(i) < 0 || end.document(i) >= tokens.documents()) {
        throw reader.damaged("document " + end.document(i));
      }
      var at = end.position(i);
      peaks.add(tokens.text(end.document(i), at, at + 1).tokens().getFirst());
    }
    return peaks;
  }

  private interface IntToFloat {
    float at(int index);
  }

  private List<Example> examples(NeuronReader.End end) throws StoreException {
    var examples = new ArrayList<Example>();
    for (var i = 0; i < reader.topK() && end.document(i) != ExtremeTable.NONE; i++) {
      examples.add(example(end, i));
    }
    return examples;
  }

  private Example example(NeuronReader.End end, int i) throws StoreException {
    var peak = new TokenRef(end.document(i), end.position(i));
    return example(peak, end.value(i), at -> end.context(i, at));
  }

  /// @param around activation at each place from 8 tokens before to 8 after
  private Example example(TokenRef peak, float value, IntToFloat around) throws StoreException {
    if (peak.document() < 0 || peak.document() >= tokens.documents()) {
      throw reader.damaged("document " + peak.document());
    }
    var document = tokens.document(peak.document());
    if (peak.position() < 0 || peak.position() >= document.tokens()) {
      throw reader.damaged("position " + peak.position());
    }
    var rule = reader.head().rule();
    var windowStart = rule.start(peak.position());
    var windowEnd = Math.min(document.tokens(), windowStart + rule.capacity());
    var from = Math.max(windowStart, peak.position() - ExtremeTable.REACH);
    var to = Math.min(windowEnd, peak.position() + ExtremeTable.REACH + 1);
    var activations = new float[to - from];
    for (var p = from; p < to; p++) {
      activations[p - from] =
          p == peak.position() ? value : around.at(p - peak.position() + ExtremeTable.REACH);
    }
    return new Example(
        peak,
        document.id(),
        value,
        tokens.text(peak.document(), from, to),
        FloatVector.wrap(activations),
        peak.position() - from,
        document.tokens());
  }

  @Override
  public @Nullable ScanDetails details() {
    return details;
  }

  @Override
  public List<TokenRef> extremePlaces(int row, boolean highest) throws StoreException {
    var end = highest ? reader.highest(row) : reader.lowest(row);
    var places = new ArrayList<TokenRef>();
    for (var i = 0; i < reader.topK() && end.document(i) != ExtremeTable.NONE; i++) {
      places.add(new TokenRef(end.document(i), end.position(i)));
    }
    return places;
  }

  @Override
  public String textAbout(TokenRef place) throws StoreException {
    if (place.document() < 0 || place.document() >= tokens.documents()) {
      throw reader.damaged("document " + place.document());
    }
    var rule = reader.head().rule();
    var start = rule.start(place.position());
    var end = Math.min(tokens.length(place.document()), start + rule.capacity());
    var from = Math.max(start, place.position() - ExtremeTable.REACH);
    var to = Math.min(end, place.position() + ExtremeTable.REACH + 1);
    return tokens.text(place.document(), from, to).text();
  }

  @Override
  public Histogram fineHistogram(int row) throws StoreException {
    return JoinedBins.unjoined(reader.bins(row), reader.min(row), reader.max(row));
  }

  @Override
  public Quantile quantile(int row, double probability) throws StoreException {
    return Quantiles.of(reader.bins(row), reader.min(row), reader.max(row), probability);
  }

  @Override
  public List<Example> examples(NeuronId id, Sample sample) throws StoreException {
    var row = neurons().row(id);
    return switch (sample) {
      case TOP -> examples(reader.highest(row));
      case BOTTOM -> examples(reader.lowest(row));
      case HIGH -> drawn(row, Reservoirs.Side.ABOVE);
      case LOW -> drawn(row, Reservoirs.Side.BELOW).reversed();
      case UNIFORM -> uniform(row);
    };
  }

  private List<Example> drawn(int row, Reservoirs.Side side) throws StoreException {
    return details == null ? List.of() : examples(details.drawn(side, row));
  }

  private List<Example> uniform(int row) throws StoreException {
    var values = reader.profile(row);
    var drawn = new ArrayList<Drawn>();
    for (var i = 0; i < values.length; i++) {
      var place = reader.profilePositions().get(i);
      drawn.add(new Drawn(place.document(), place.position(), values[i]));
    }
    return examples(drawn);
  }

  private List<Example> examples(List<Drawn> drawn) throws StoreException {
    var examples = new ArrayList<Example>();
    for (var one : drawn.stream().sorted(comparingDouble(Drawn::value).reversed()).toList()) {
      var unknown = new float[ExtremeTable.SPAN];
      Arrays.fill(unknown, Float.NaN);
      examples.add(
          example(new TokenRef(one.document(), one.position()), one.value(), at -> unknown[at]));
    }
    return examples;
  }

  @Override
  public ScannedDocument document(int number) throws StoreException {
    if (number < 0 || number >= tokens.documents()) {
      throw new IllegalArgumentException("document %d of %d".formatted(number, tokens.documents()));
    }
    return tokens.document(number);
  }

  @Override
  public List<TokenRef> profilePositions() {
    return reader.profilePositions();
  }

  @Override
  public FloatMatrix activationProfiles() throws StoreException {
    return reader.profiles();
  }

  @Override
  public void checkAll() throws StoreException {
    reader.file().verifyAll();
    tokens.checkAll();
  }

  @Override
  public void close() {
    reader.close();
    tokens.close();
  }
}
