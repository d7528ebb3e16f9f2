// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import polyseme.engine.checkpoint.PickleValue.Name;
import polyseme.engine.checkpoint.PickleValue.Sequence;
import polyseme.engine.checkpoint.PickleValue.Storage;
import polyseme.engine.checkpoint.PickleValue.Table;
import polyseme.engine.checkpoint.PickleValue.Tensor;
import polyseme.engine.checkpoint.PickleValue.Text;
import polyseme.engine.checkpoint.PickleValue.Tuple;
import polyseme.engine.checkpoint.PickleValue.Whole;
import polyseme.engine.task.CheckpointException;

/// What the three functions that weights need would give, as plain values.
///
/// @param file the file, for messages
record PickleRebuild(Path file) {

  /// A reference to numbers: `('storage', type, key, device, count)`.
  Storage storage(PickleValue reference) throws CheckpointException {
    if (reference instanceof Tuple(var parts)
        && parts.size() == 5
        && parts.get(0) instanceof Text(var kind)
        && kind.equals("storage")
        && parts.get(1) instanceof Name(var name)
        && name.storage().isPresent()
        && parts.get(2) instanceof Text(var key)
        && parts.get(4) instanceof Whole(var count)
        && count >= 0) {
      return new Storage(name.storage().get(), key, count);
    }
    throw damaged("it refers to numbers in an unknown way");
  }

  PickleValue call(PickleName name, List<PickleValue> arguments) throws CheckpointException {
    return switch (name) {
      case ORDERED_DICT -> orderedDict(arguments);
      case REBUILD_TENSOR -> tensor(arguments);
      case REBUILD_PARAMETER -> parameter(arguments);
      case FLOAT, HALF, BFLOAT16, DOUBLE, LONG, INT, SHORT, CHAR, BYTE, BOOL ->
          throw damaged("it calls a storage");
    };
  }

  private Table orderedDict(List<PickleValue> arguments) throws CheckpointException {
    if (!arguments.isEmpty()) {
      throw damaged("it fills a dictionary in an unknown way");
    }
    return new Table(new LinkedHashMap<>());
  }

  private PickleValue parameter(List<PickleValue> arguments) throws CheckpointException {
    if (arguments.size() == 3 && arguments.getFirst() instanceof Tensor tensor) {
      return tensor;
    }
    throw damaged("a parameter of it holds no tensor");
  }

  /// `(storage, offset, size, stride, requires_grad, hooks[, metadata])`.
  private PickleValue tensor(List<PickleValue> arguments) throws CheckpointException {
    if (arguments.size() < 6
        || arguments.size() > 7
        || !(arguments.get(0) instanceof Storage storage)
        || !(arguments.get(1) instanceof Whole(var offset))) {
      throw damaged("a tensor of it is described in an unknown way");
    }
    if (arguments.size() == 7
        && arguments.get(6) instanceof Table(var metadata)
        && !metadata.isEmpty()) {
      throw damaged("a tensor of it is conjugated or negated");
    }
    var view = new StridedView(offset, numbers(arguments.get(2)), numbers(arguments.get(3)));
    if (!view.fits(storage.count())) {
      throw damaged(
          "a tensor of shape %s reaches beyond its %d numbers"
              .formatted(view.shape(), storage.count()));
    }
    return new Tensor(storage, view);
  }

  private List<Long> numbers(PickleValue value) throws CheckpointException {
    var items =
        switch (value) {
          case Tuple(var tuple) -> tuple;
          case Sequence(var list) -> list;
          case PickleValue _ -> throw damaged("a shape in it is no tuple");
        };
    if (items.size() > StridedView.MOST_AXES) {
      throw damaged("a tensor of it has %d axes".formatted(items.size()));
    }
    var numbers = new ArrayList<Long>();
    for (var item : items) {
      if (!(item instanceof Whole(var number))) {
        throw damaged("a shape in it is not of whole numbers");
      }
      numbers.add(number);
    }
    return numbers;
  }

  private CheckpointException damaged(String what) {
    return Failures.damaged(file, "in its list of tensors, " + what);
  }
}
