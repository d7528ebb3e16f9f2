// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.SortedMap;
import polyseme.engine.task.CheckpointException;

/// Tensors by the names that files give them; opening one reads headers only.
interface TensorSource extends AutoCloseable {

  /// All tensors there are.
  SortedMap<String, TensorInfo> tensors();

  /// The file to name when a tensor is at fault; of a missing tensor, where it should have been.
  Path fileOf(String name);

  /// Copies numbers of a tensor that is there and [ElementType#readable]; last axis fastest.
  ///
  /// @param name its name
  /// @param first the first number wanted
  /// @param target takes as many as fit
  /// @return place in the tensor of the first copied number that is not finite; −1 if all are
  long read(String name, long first, FloatBuffer target) throws CheckpointException;

  @Override
  void close();
}
