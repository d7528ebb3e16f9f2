// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.List;

/// What a file says about one of its tensors.
///
/// @param type how the numbers are stored
/// @param shape length of each axis
record TensorInfo(ElementType type, List<Long> shape) {

  TensorInfo {
    shape = List.copyOf(shape);
  }
}
