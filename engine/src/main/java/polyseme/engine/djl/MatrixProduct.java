// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import polyseme.engine.task.EngineUnavailableException;

/// A product of two square matrices in the native engine: the fastest this machine can do, as a
/// measure for benches.
public final class MatrixProduct implements AutoCloseable {

  private final NDManager manager;
  private final int size;

  /// Starts the native engine.
  ///
  /// @param size rows and columns
  /// @throws EngineUnavailableException if it cannot be used
  public MatrixProduct(int size) throws EngineUnavailableException {
    this.size = size;
    this.manager = NativeEngine.start();
  }

  /// Multiplies once, on this thread.
  public void run() {
    NativeEngine.withoutGradients();
    try (var scope = manager.newSubManager()) {
      var shape = new Shape(size, size);
      var a = scope.full(shape, 1, DataType.FLOAT32);
      a.matMul(a).getFloat(0, 0);
    }
  }

  /// Multiplications and additions of one run.
  ///
  /// @return floating point operations
  public double operations() {
    return 2.0 * size * size * size;
  }

  @Override
  public void close() {
    manager.close();
  }
}
