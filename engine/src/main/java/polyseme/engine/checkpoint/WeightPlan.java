// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.task.CheckpointException;

/// Where each weight of a model lies in its files. Made from headers alone, so that a tensor that
/// is missing, has another shape or belongs to another model is noticed before any number is read.
final class WeightPlan {

  private final TensorSource source;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Set<String> used = new TreeSet<>();
  private final List<String> unused = new ArrayList<>();

  /// Where one weight comes from.
  sealed interface Part {
    /// The shape it has here.
    List<Long> shape();
  }

  /// A rearranged part of a tensor in a file.
  ///
  /// @param tensor its name in the file
  /// @param view which part, in which order
  /// @param plus what is added to each number
  record Stored(String tensor, StridedView view, float plus) implements Part {
    @Override
    public List<Long> shape() {
      return view.shape();
    }
  }

  /// A bias that the files lack.
  record Zeros(List<Long> shape) implements Part {}

  WeightPlan(TensorSource source) {
    this.source = source;
  }

  boolean has(String tensor) {
    return source.tensors().containsKey(tensor);
  }

  /// A weight that is a whole tensor in order; `tensor` has the shape `stored`, and is given
  /// `shape`.
  void whole(String weight, String tensor, List<Long> stored, List<Long> shape)
      throws CheckpointException {
    view(weight, tensor, stored, StridedView.whole(shape));
  }

  /// A weight that is a view of a tensor of the shape `stored`.
  void view(String weight, String tensor, List<Long> stored, StridedView view)
      throws CheckpointException {
    put(weight, tensor, stored, view, 0);
  }

  /// A whole tensor with a constant added to each number.
  void shifted(String weight, String tensor, List<Long> stored, float plus)
      throws CheckpointException {
    put(weight, tensor, stored, StridedView.whole(stored), plus);
  }

  private void put(String weight, String tensor, List<Long> stored, StridedView view, float plus)
      throws CheckpointException {
    check(tensor, stored);
    used.add(tensor);
    parts.put(weight, new Stored(tensor, view, plus));
  }

  void zeros(String weight, List<Long> shape) {
    parts.put(weight, new Zeros(shape));
  }

  /// Fills in zeros for the biases of a model that were not placed, and brings all weights into
  /// their usual order.
  void fill(ModelConfig config) {
    var placed = new LinkedHashMap<>(parts);
    parts.clear();
    WeightShapes.of(config)
        .forEach((weight, lengths) -> {
          var shape = lengths.stream().map(Integer::longValue).toList();
          var bias = weight.substring(weight.lastIndexOf('.') + 1).startsWith("b_");
          var part = bias ? placed.getOrDefault(weight, new Zeros(shape)) : placed.get(weight);
          if (part == null || !part.shape().equals(shape)) {
            throw new IllegalStateException("%s of shape %s: %s".formatted(weight, shape, part));
          }
          parts.put(weight, part);
          placed.remove(weight);
        });
    if (!placed.isEmpty()) {
      throw new IllegalStateException("no weights of this model: " + placed.keySet());
    }
  }

  private void check(String tensor, List<Long> stored) throws CheckpointException {
    var file = source.fileOf(tensor);
    var info = source.tensors().get(tensor);
    if (info == null) {
      throw new CheckpointException(
          "%s has no tensor %s, which config.json calls for.".formatted(file, tensor),
          "Choose the folder as it was published, with all its files and its own config.json.");
    }
    if (!info.shape().equals(stored)) {
      throw new CheckpointException(
          "%s holds %s with the shape %s, but config.json calls for %s."
              .formatted(file, tensor, info.shape(), stored),
          "Use the config.json that was published with these weights.");
    }
    if (!info.type().readable()) {
      throw Failures.unsupported(
          file,
          "stores tensor %s as %s; only F32, F16 and BF16 are read".formatted(tensor, info.type()));
    }
  }

  /// Refuses tensors that are neither used nor known to be without effect.
  void finish(Predicate<String> harmless) throws CheckpointException {
    for (var tensor : source.tensors().keySet()) {
      if (used.contains(tensor)) {
        continue;
      }
      if (!harmless.test(tensor)) {
        throw new CheckpointException(
            "%s holds the tensor %s, which is no part of the model in config.json."
                .formatted(source.fileOf(tensor), Failures.shown(tensor)),
            "Use the config.json that was published with these weights; other kinds of model are"
                + " not supported.");
      }
      unused.add(tensor);
    }
  }

  Map<String, Part> parts() {
    return parts;
  }

  /// Tensors in the files that have no effect on this model.
  List<String> unused() {
    return List.copyOf(unused);
  }

  /// How many numbers the used tensors have; a tied one counts once.
  long parameters() {
    return used.stream()
        .map(tensor -> source.tensors().get(tensor))
        .mapToLong(
            info -> info.shape().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b))
        .sum();
  }
}
