// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.task.CheckpointException;

/// Refuses sizes that no model has, before anything is reserved for them.
final class ConfigDims {

  static final int MOST_LAYERS = 10_000;

  private ConfigDims() {}

  /// Width of a head where the configuration does not give it.
  static int perHead(ConfigFields fields, int dModel, int nHeads) throws CheckpointException {
    if (dModel % nHeads != 0) {
      throw Failures.unsupported(
          fields.file(), "divides a width of %d among %d heads".formatted(dModel, nHeads));
    }
    return dModel / nHeads;
  }

  static Dims checked(ConfigFields fields, Dims dims) throws CheckpointException {
    if (dims.nLayers() > MOST_LAYERS || (long) dims.nLayers() * dims.dMlp() > Integer.MAX_VALUE) {
      throw Failures.unsupported(
          fields.file(),
          "asks for %d layers of %d neurons, more than any model has"
              .formatted(dims.nLayers(), dims.dMlp()));
    }
    if ((long) dims.nHeads() * dims.dHead() > Integer.MAX_VALUE) {
      throw Failures.unsupported(
          fields.file(),
          "asks for %d heads of width %d, more than any model has"
              .formatted(dims.nHeads(), dims.dHead()));
    }
    return dims;
  }
}
