// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.FloatBuffer;
import java.util.List;
import polyseme.engine.task.CheckpointException;

/// The weights of a folder, read by way of a [WeightPlan].
final class FolderWeights implements ModelWeights {

  private final TensorSource source;
  private final WeightPlan plan;
  // Several weights may be parts of one tensor, and come one after the other.
  private String divided = "";
  private FloatBuffer dividedNumbers = FloatBuffer.allocate(0);
  private FloatBuffer room = FloatBuffer.allocate(0);
  private final OwnMemory memory = new OwnMemory();

  private FolderWeights(TensorSource source, WeightPlan plan) {
    this.source = source;
    this.plan = plan;
  }

  static ModelWeights open(ModelFolder folder) throws CheckpointException {
    var source = source(folder);
    try {
      var plan = new WeightPlan(source);
      var fields = ConfigFields.read(folder.path().resolve("config.json"));
      Families.of(fields).place(folder.config(), fields, plan);
      return new FolderWeights(source, plan);
    } catch (CheckpointException e) {
      source.close();
      throw e;
    }
  }

  private static TensorSource source(ModelFolder folder) throws CheckpointException {
    var files = folder.weightFiles();
    var first = String.valueOf(files.getFirst().getFileName());
    if (!first.endsWith(".safetensors")) {
      return PthFile.open(files.getFirst());
    }
    return files.size() == 1 && !first.contains("-of-")
        ? SafetensorsFiles.open(files)
        : SafetensorsFiles.open(ShardIndex.read(folder.path().resolve(ModelFolderReader.INDEX)));
  }

  @Override
  public WeightTensor read(String name) throws CheckpointException {
    var part = part(name);
    var shape = part.shape().stream().map(Math::toIntExact).toList();
    var values = FileNumbers.allocate(source.fileOf(name), StridedView.whole(part.shape()).count());
    read(part, values);
    return new WeightTensor(shape, values.flip());
  }

  @Override
  public void read(String name, FloatBuffer target) throws CheckpointException {
    var part = part(name);
    if (StridedView.whole(part.shape()).count() != target.remaining()) {
      throw new IllegalArgumentException(
          "%s has the shape %s, not %d numbers".formatted(name, part.shape(), target.remaining()));
    }
    read(part, target);
  }

  private WeightPlan.Part part(String name) throws CheckpointException {
    var part = plan.parts().get(name);
    if (part == null) {
      throw new CheckpointException(
          "This model has no weight %s.".formatted(Failures.shown(name)),
          "Use one of the names that polyseme info lists.");
    }
    return part;
  }

  private void read(WeightPlan.Part part, FloatBuffer target) throws CheckpointException {
    switch (part) {
      case WeightPlan.Zeros _ -> {
        while (target.hasRemaining()) {
          target.put(0);
        }
      }
      case WeightPlan.Stored(var tensor, var view, var plus) -> {
        var values = target.slice();
        stored(tensor, view, target);
        add(values, plus);
      }
    }
  }

  private static void add(FloatBuffer values, float constant) {
    if (constant != 0) {
      for (var i = 0; i < values.limit(); i++) {
        values.put(i, values.get(i) + constant);
      }
    }
  }

  private void stored(String tensor, StridedView view, FloatBuffer target)
      throws CheckpointException {
    if (view.isPacked()) {
      copy(tensor, view.offset(), target);
      return;
    }
    if (!tensor.equals(divided)) {
      divided = "";
      var whole = room().slice(0, Math.toIntExact(count(tensor)));
      copy(tensor, 0, whole);
      divided = tensor;
      dividedNumbers = whole.flip();
    }
    view.gather(dividedNumbers, target);
  }

  private void copy(String tensor, long first, FloatBuffer target) throws CheckpointException {
    var start = target.position();
    var notFinite = source.read(tensor, first, target);
    if (notFinite >= 0) {
      throw Failures.damaged(
          source.fileOf(tensor),
          "number %d of tensor %s is %s"
              .formatted(notFinite, tensor, target.get((int) (start + notFinite - first))));
    }
  }

  // As large as the largest tensor that is stored in another order: one of them is in memory at a
  // time, beside where its numbers go.
  private FloatBuffer room() throws CheckpointException {
    if (room.capacity() == 0) {
      var largest = 0L;
      var of = "";
      for (var part : plan.parts().values()) {
        if (part instanceof WeightPlan.Stored(var tensor, var view, _)
            && !view.isPacked()
            && count(tensor) > largest) {
          largest = count(tensor);
          of = tensor;
        }
      }
      room = memory.floats(source.fileOf(of), largest);
    }
    return room;
  }

  private long count(String tensor) {
    var info = source.tensors().get(tensor);
    return info == null ? 0 : StridedView.whole(info.shape()).count();
  }

  @Override
  public List<String> names() {
    return List.copyOf(plan.parts().keySet());
  }

  @Override
  public boolean stored(String name) {
    return plan.parts().get(name) instanceof WeightPlan.Stored;
  }

  @Override
  public boolean tied() {
    return plan.parts().get("embed.W_E") instanceof WeightPlan.Stored embedding
        && plan.parts().get("unembed.W_U") instanceof WeightPlan.Stored unembedding
        && embedding.tensor().equals(unembedding.tensor());
  }

  @Override
  public long parameters() {
    return plan.parameters();
  }

  @Override
  public List<String> unused() {
    return plan.unused();
  }

  @Override
  public void close() {
    memory.close();
    source.close();
  }
}
