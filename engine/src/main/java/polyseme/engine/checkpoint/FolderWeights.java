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
    var part = plan.parts().get(name);
    if (part == null) {
      throw new CheckpointException(
          "This model has no weight %s.".formatted(Failures.shown(name)),
          "Use one of the names that polyseme info lists.");
    }
    var shape = part.shape().stream().map(Math::toIntExact).toList();
    return new WeightTensor(
        shape,
        switch (part) {
          case WeightPlan.Zeros zeros -> zeros(zeros);
          case WeightPlan.Stored(var tensor, var view, var plus) ->
              plus(stored(tensor, view), plus);
        });
  }

  // In place: what is read is a copy, and a tensor with a constant is the whole of its tensor.
  private static FloatBuffer plus(FloatBuffer values, float constant) {
    if (constant != 0) {
      for (var i = values.position(); i < values.limit(); i++) {
        values.put(i, values.get(i) + constant);
      }
    }
    return values;
  }

  private FloatBuffer zeros(WeightPlan.Zeros zeros) throws CheckpointException {
    var count = StridedView.whole(zeros.shape()).count();
    return FileNumbers.allocate(source.fileOf(""), count);
  }

  private FloatBuffer stored(String tensor, StridedView view) throws CheckpointException {
    var whole = tensor.equals(divided) ? dividedNumbers : numbers(tensor);
    if (view.offset() == 0 && view.isPacked() && view.count() == whole.remaining()) {
      return whole;
    }
    divided = tensor;
    dividedNumbers = whole;
    var target = FileNumbers.allocate(source.fileOf(tensor), view.count());
    view.gather(whole, target);
    return target.flip();
  }

  private FloatBuffer numbers(String tensor) throws CheckpointException {
    var whole = source.read(tensor);
    checkFinite(tensor, whole);
    return whole;
  }

  private void checkFinite(String tensor, FloatBuffer values) throws CheckpointException {
    for (var i = 0; i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        throw Failures.damaged(
            source.fileOf(tensor),
            "number %d of tensor %s is %s".formatted(i, tensor, values.get(i)));
      }
    }
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
    source.close();
  }
}
