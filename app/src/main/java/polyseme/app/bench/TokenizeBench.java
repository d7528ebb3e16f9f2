// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import polyseme.analysis.step.Workbench;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// How fast texts become tokens with their spans: documents of about 2,000 bytes through the
/// tokenizer of the demo model, one after the other.
///
/// @param workbench opens the demo's scan, which knows the model's folder
public record TokenizeBench(Workbench workbench) implements Bench {

  private static final int WARM_UP = 50;
  private static final int RUNS = 200;
  private static final int REPEATS = 10;
  private static final double MEGA = 1e6;
  private static final String SENTENCES =
      "The crane lifted its scale-covered load over the bank of the river in spring, 1984. "
          + "“Seal the pitch,” she said; the bass bowed — naïve café, 12.50 €.\n\n"
          + "def f(x):\n    return x ** 2  # squares\n";

  @Override
  public String id() {
    return "tokenize-mb-per-s";
  }

  @Override
  public String unit() {
    return "MB/s";
  }

  @Override
  public double bar() {
    return 1;
  }

  @Override
  public boolean moreIsBetter() {
    return true;
  }

  @Override
  public double measure(Progress progress) throws PolysemeException {
    var text = SENTENCES.repeat(REPEATS);
    var bytes = text.getBytes(StandardCharsets.UTF_8).length;
    Path folder;
    try (var scan = workbench.openDemoScan(progress)) {
      folder = Path.of(scan.provenance().modelPath());
    }
    try (var model = workbench.openModel(folder, progress)) {
      var seconds = Timing.medianSeconds(WARM_UP, RUNS, () -> model.tokenizer().tokenize(text));
      return bytes / MEGA / seconds;
    }
  }
}
