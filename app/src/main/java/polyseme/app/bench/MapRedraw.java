// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.bench;

import java.io.IOException;
import polyseme.engine.task.EngineUnavailableException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// The map of GPT-2 small's neurons, moved and zoomed: 95th percentile of whole redraws of 1000 ×
/// 800 pixels on the toolkit's thread.
public final class MapRedraw implements Bench {

  /// Makes the bench.
  public MapRedraw() {}

  @Override
  public String id() {
    return "map-redraw-36864";
  }

  @Override
  public String unit() {
    return "ms";
  }

  @Override
  public double bar() {
    return 17;
  }

  @Override
  public double measure(Progress progress) throws PolysemeException {
    try {
      return MapRedrawBench.headless(MapRedrawBench.POINTS).p95();
    } catch (IOException e) {
      throw new EngineUnavailableException(
          "The map could not be drawn without a display: %s.".formatted(e.getMessage()),
          "Run the bench where JavaFX can start.");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Double.NaN;
    }
  }
}
