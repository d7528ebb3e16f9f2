// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import polyseme.engine.RandomModels;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.EngineUnavailableException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// Whether memory stays flat: how much the process has grown between pass 6,000 and pass 10,000, of
/// texts of changing length through a small model. Linux only, which tells the size of a process.
public record MemoryGrowthBench() implements Bench {

  private static final int FROM = 6_000;
  private static final int TO = 10_000;
  private static final int LONGEST = 64;
  private static final Path STATUS = Path.of("/proc/self/status");

  @Override
  public String id() {
    return "rss-growth-passes-6000-to-10000";
  }

  @Override
  public String unit() {
    return "%";
  }

  @Override
  public double bar() {
    return 3;
  }

  @Override
  public double measure(Progress progress) throws PolysemeException {
    var config = small();
    var random = new SplittableRandom(1);
    var before = 0.0;
    try (var model = RandomModels.open(config, 1)) {
      for (var pass = 0; pass < TO; pass++) {
        if (pass == FROM) {
          before = residentKilobytes();
        }
        progress.checkCancelled();
        progress.report("Measuring " + id(), pass, TO, "passes");
        var tokens = Passes.tokens(config, 1, 1 + random.nextInt(LONGEST), pass);
        model.run(ForwardRequest.capturing(tokens, Set.of(HookPoint.post(1))));
      }
      return 100 * (residentKilobytes() - before) / before;
    }
  }

  private static ModelConfig small() {
    var shape = Shapes.solu2l();
    return ModelConfig.plain(
        shape.architecture(),
        new ModelConfig.Dims(2, 128, 4, 32, 512, LONGEST, 1000),
        shape.activation(),
        shape.norm(),
        shape.bos());
  }

  private static double residentKilobytes() throws EngineUnavailableException {
    try {
      for (var line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmRSS:")) {
          return Double.parseDouble(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException _) {
      // said below
    }
    throw new EngineUnavailableException(
        "%s, where Linux tells the size of a process, cannot be read.".formatted(STATUS),
        "Run this bench on Linux.");
  }
}
