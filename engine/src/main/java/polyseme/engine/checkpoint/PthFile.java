// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import polyseme.engine.checkpoint.PickleValue.Table;
import polyseme.engine.checkpoint.PickleValue.Tensor;
import polyseme.engine.task.CheckpointException;

/// A file written by `torch.save`: a zip with a pickle that lists tensors, and their numbers in
/// entries of their own. Only a dictionary of tensors, or one such dictionary inside another, is
/// read.
final class PthFile implements TensorSource {

  private static final int LONGEST_PICKLE = 32_000_000;
  private static final int CHUNK = 1 << 20;
  private static final String PICKLE = "data.pkl";

  private final FileNumbers numbers;
  private final Map<String, ZipIndex.Entry> entries;
  private final String folder;
  private final SortedMap<String, Tensor> found = new TreeMap<>();
  private final SortedMap<String, TensorInfo> tensors = new TreeMap<>();
  private final Set<String> verified = new HashSet<>();

  private PthFile(FileNumbers numbers, Map<String, ZipIndex.Entry> entries, String folder) {
    this.numbers = numbers;
    this.entries = entries;
    this.folder = folder;
  }

  static PthFile open(Path path) throws CheckpointException {
    var numbers = FileNumbers.open(path);
    try {
      Failures.refuseNoWeights(numbers);
      if (numbers.size() < 4 || numbers.bytes(0, 4).getInt() != 0x04034b50) {
        throw new CheckpointException(
            "%s is not a zip file, which torch.save has written since version 1.6.".formatted(path),
            "If it is an older file that you trust, load it in PyTorch and save it again.");
      }
      var entries = ZipIndex.read(numbers);
      var file = new PthFile(numbers, entries, folder(path, entries));
      file.readTensors();
      return file;
    } catch (CheckpointException e) {
      numbers.close();
      throw e;
    }
  }

  private static String folder(Path path, Map<String, ZipIndex.Entry> entries)
      throws CheckpointException {
    var pickles = entries.keySet().stream().filter(name -> name.endsWith("/" + PICKLE)).toList();
    if (pickles.size() != 1) {
      throw Failures.unsupported(path, "is a zip file, but not one that torch.save wrote");
    }
    var pickle = pickles.getFirst();
    return pickle.substring(0, pickle.length() - PICKLE.length());
  }

  private void readTensors() throws CheckpointException {
    var order = entries.get(folder + "byteorder");
    if (order != null && !content(order, 16).equals("little")) {
      throw unsupported("stores its numbers in an unknown byte order");
    }
    var pickle = entry(PICKLE);
    if (pickle.size() > LONGEST_PICKLE) {
      throw unsupported("has a list of tensors that is too long");
    }
    verify(pickle);
    var bytes = numbers.bytes(pickle.start(), (int) pickle.size());
    if (!(PickleMachine.read(numbers.file(), bytes) instanceof Table root)) {
      throw unsupported("holds no dictionary of tensors");
    }
    for (var item : stateDict(root).entries().entrySet()) {
      if (item.getValue() instanceof Tensor tensor) {
        checkStorage(item.getKey(), tensor);
        found.put(item.getKey(), tensor);
        var info = new TensorInfo(tensor.storage().type(), tensor.view().shape());
        tensors.put(item.getKey(), info);
      }
    }
  }

  /// The dictionary that holds tensors: the outer one, or the only one in it that does.
  private Table stateDict(Table root) throws CheckpointException {
    if (holdsTensors(root)) {
      return root;
    }
    var inner =
        root.entries().values().stream()
            .filter(value -> value instanceof Table table && holdsTensors(table))
            .map(Table.class::cast)
            .toList();
    if (inner.size() != 1) {
      throw unsupported(
          "holds %s dictionary of tensors".formatted(inner.isEmpty() ? "no" : "more than one"));
    }
    return inner.getFirst();
  }

  private static boolean holdsTensors(Table table) {
    return table.entries().values().stream().anyMatch(Tensor.class::isInstance);
  }

  private void checkStorage(String name, Tensor tensor) throws CheckpointException {
    var storage = tensor.storage();
    var size = entry("data/" + storage.key()).size();
    if (size % storage.type().bytes() != 0 || size / storage.type().bytes() != storage.count()) {
      throw Failures.damaged(
          numbers.file(),
          "tensor %s should have %d numbers in %s, but its entry has %d bytes"
              .formatted(Failures.shown(name), storage.count(), storage.type(), size));
    }
  }

  @Override
  public SortedMap<String, TensorInfo> tensors() {
    return tensors;
  }

  @Override
  public Path fileOf(String name) {
    return numbers.file();
  }

  @Override
  public long read(String name, long first, FloatBuffer target) throws CheckpointException {
    var tensor = found.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(name);
    }
    var type = tensor.storage().type();
    var view = tensor.view();
    var entry = entry("data/" + tensor.storage().key());
    verify(entry);
    var start = entry.start() + view.offset() * type.bytes();
    if (view.isPacked()) {
      var notFinite = numbers.floats(start + first * type.bytes(), type, target);
      return notFinite < 0 ? notFinite : first + notFinite;
    }
    return rearranged(view, start, type, first, target);
  }

  // Tensors that were saved as views of others; seldom, so that a copy more does no harm.
  private long rearranged(
      StridedView view, long start, ElementType type, long first, FloatBuffer target)
      throws CheckpointException {
    var run = FileNumbers.allocate(numbers.file(), view.end() - view.offset());
    numbers.floats(start, type, run);
    var whole = FileNumbers.allocate(numbers.file(), view.count());
    view.fromStart().gather(run.flip(), whole);
    var begin = Math.toIntExact(first);
    var notFinite = -1L;
    for (var i = begin + target.remaining() - 1; i >= begin; i--) {
      notFinite = Float.isFinite(whole.get(i)) ? notFinite : i;
    }
    target.put(whole.slice(begin, target.remaining()));
    return notFinite;
  }

  private ZipIndex.Entry entry(String name) throws CheckpointException {
    var entry = entries.get(folder + name);
    if (entry == null) {
      throw Failures.damaged(
          numbers.file(), "entry %s is missing".formatted(Failures.shown(folder + name)));
    }
    return entry;
  }

  private String content(ZipIndex.Entry entry, int limit) throws CheckpointException {
    var length = (int) Math.min(limit, entry.size());
    return StandardCharsets.US_ASCII
        .decode(numbers.bytes(entry.start(), length))
        .toString()
        .strip();
  }

  /// Compares an entry's bytes with its check sum, once.
  private void verify(ZipIndex.Entry entry) throws CheckpointException {
    if (entry.crc() == 0 || !verified.add(entry.name())) {
      return;
    }
    var crc = new CRC32();
    for (var done = 0L; done < entry.size(); done += CHUNK) {
      crc.update(numbers.bytes(entry.start() + done, (int) Math.min(CHUNK, entry.size() - done)));
    }
    if ((int) crc.getValue() != entry.crc()) {
      verified.remove(entry.name());
      throw Failures.damaged(
          numbers.file(),
          "the check sum of entry %s does not fit".formatted(Failures.shown(entry.name())));
    }
  }

  private CheckpointException unsupported(String what) {
    return Failures.unsupported(numbers.file(), what);
  }

  @Override
  public void close() {
    numbers.close();
  }
}
