// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import polyseme.engine.task.CheckpointException;

/// The tensors of one or several safetensors files.
final class SafetensorsFiles implements TensorSource {

  private final List<SafetensorsFile> files;
  private final Map<String, SafetensorsFile> owners = new HashMap<>();
  private final SortedMap<String, TensorInfo> tensors = new TreeMap<>();

  private SafetensorsFiles(List<SafetensorsFile> files) {
    this.files = files;
  }

  static SafetensorsFiles open(List<Path> paths) throws CheckpointException {
    var source = new SafetensorsFiles(new ArrayList<>());
    try {
      for (var path : paths) {
        source.add(SafetensorsFile.open(path));
      }
      return source;
    } catch (CheckpointException e) {
      source.close();
      throw e;
    }
  }

  /// Opens shards and checks that each holds just what the index says.
  static SafetensorsFiles open(ShardIndex index) throws CheckpointException {
    var source = open(index.shards());
    try {
      index.check(source.places());
      return source;
    } catch (CheckpointException e) {
      source.close();
      throw e;
    }
  }

  private void add(SafetensorsFile file) throws CheckpointException {
    files.add(file);
    for (var entry : file.infos().entrySet()) {
      var name = entry.getKey();
      var other = owners.put(name, file);
      if (other != null) {
        throw Failures.damaged(
            file.file(),
            "tensor %s is in %s too".formatted(Failures.shown(name), other.file().getFileName()));
      }
      tensors.put(name, entry.getValue());
    }
  }

  private SortedMap<String, Path> places() {
    var places = new TreeMap<String, Path>();
    owners.forEach((name, file) -> places.put(name, file.file()));
    return places;
  }

  @Override
  public SortedMap<String, TensorInfo> tensors() {
    return tensors;
  }

  @Override
  public Path fileOf(String name) {
    return owners.getOrDefault(name, files.getFirst()).file();
  }

  @Override
  public long read(String name, long first, FloatBuffer target) throws CheckpointException {
    var owner = owners.get(name);
    if (owner == null) {
      throw new IllegalArgumentException(name);
    }
    return owner.numbers(name, first, target);
  }

  @Override
  public void close() {
    files.forEach(SafetensorsFile::close);
  }
}
