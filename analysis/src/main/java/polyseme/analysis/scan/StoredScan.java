// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.gather.ExtremeTable;
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

  StoredScan(ScanProvenance provenance, ScanRun run, NeuronReader reader, TokenStoreReader tokens) {
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

  private List<Example> examples(NeuronReader.End end) throws StoreException {
    var examples = new ArrayList<Example>();
    for (var i = 0; i < reader.topK() && end.document(i) != ExtremeTable.NONE; i++) {
      examples.add(example(end, i));
    }
    return examples;
  }

  private Example example(NeuronReader.End end, int i) throws StoreException {
    var peak = new TokenRef(end.document(i), end.position(i));
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
          p == peak.position()
              ? end.value(i)
              : end.context(i, p - peak.position() + ExtremeTable.REACH);
    }
    return new Example(
        peak,
        document.id(),
        end.value(i),
        tokens.text(peak.document(), from, to),
        FloatVector.wrap(activations),
        peak.position() - from,
        document.tokens());
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
