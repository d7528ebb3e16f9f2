// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.fake;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.gather.Coherence;
import polyseme.analysis.gather.LabelProfile;
import polyseme.analysis.gather.PositionProfile;
import polyseme.analysis.gather.Quanta;
import polyseme.analysis.gather.Resting;
import polyseme.analysis.gather.TokenProfile;
import polyseme.analysis.gather.TokenSide;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanDetails;

/// Made-up details of a made-up scan.
///
/// @param scan the scan
record FakeDetails(Scan scan) implements ScanDetails {

  private static final int WORDS = 6;

  @Override
  public Resting resting() {
    var size = scan.neurons().size();
    var levels = new float[size];
    for (var row = 0; row < size; row++) {
      levels[row] = -0.0625f;
    }
    return new Resting(levels, new Quanta(new int[size]));
  }

  @Override
  public Coherence coherence(int row) {
    return new Coherence(row == 7 ? Double.NaN : 0.3125, 4_096, 812.4);
  }

  @Override
  public double keptVariance(int layer) {
    return 0.83;
  }

  @Override
  public @Nullable PositionProfile positions(int row) {
    return null;
  }

  /// The first words of the texts, each half as telling as the one before.
  @Override
  public TokenProfile tokens(int row, TokenSide side) {
    var words = FakeTexts.split(FakeTexts.text(0)).tokens();
    var entries =
        IntStream.range(0, WORDS)
            .mapToObj(
                i -> new TokenProfile.Entry(words.get(i).id(), 100, 1.5, 4, 0.4 / Math.pow(2, i)))
            .toList();
    return new TokenProfile(entries, null, null, 600, 12, 0);
  }

  @Override
  public List<LabelProfile> labels(int row) {
    return List.of(
        new LabelProfile(
            "topic",
            List.of(
                new LabelProfile.Value("law", 4_000, 0.4, 0.81, 0.01, 0.6),
                new LabelProfile.Value("cooking", 5_000, -0.1, 0.42, 0.01, 0.2)),
            0),
        new LabelProfile(
            "lang", List.of(new LabelProfile.Value("en", 9_000, 0.2, Double.NaN, 0, 1)), 0));
  }
}
