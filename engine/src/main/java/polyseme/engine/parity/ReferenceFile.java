// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.parity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import polyseme.engine.checkpoint.FileDigest;
import polyseme.engine.checkpoint.SafetensorsFile;
import polyseme.engine.checkpoint.WeightTensor;
import polyseme.engine.task.CheckpointException;
import polyseme.engine.task.PolysemeException;

/// The numbers of a reference: tensors called `TEXT/HOOK` and `TEXT/logits`, `TEXT` counted from 0.
final class ReferenceFile implements AutoCloseable {

  static final String LOGITS = "logits";

  private static final Pattern NAME = Pattern.compile("(0|[1-9]\\d{0,5})/(.+)");
  private static final String REMEDY =
      "Give a whole safetensors file of F32, F16 or BF16 tensors called 0/blocks.0.mlp.hook_post,"
          + " 0/logits, 1/logits and so on, with the number of the text in front.";

  private final Path file;
  private final String digest;
  private final SafetensorsFile tensors;
  private final SortedMap<Integer, List<String>> texts = new TreeMap<>();
  private final List<String> unnumbered = new ArrayList<>();

  private ReferenceFile(Path file, String digest, SafetensorsFile tensors) {
    this.file = file;
    this.digest = digest;
    this.tensors = tensors;
    for (var name : tensors.names()) {
      var parts = NAME.matcher(name);
      if (parts.matches()) {
        texts
            .computeIfAbsent(Integer.parseInt(parts.group(1)), _ -> new ArrayList<>())
            .add(parts.group(2));
      } else {
        unnumbered.add(name);
      }
    }
  }

  /// Opens a file and reads its header.
  ///
  /// @param file the file
  /// @return the open file; the caller closes it
  /// @throws CheckpointException if it is missing, damaged or holds no tensor of such a name
  static ReferenceFile open(Path file) throws CheckpointException {
    try {
      var digest = FileDigest.hex(file);
      var opened = new ReferenceFile(file, digest, SafetensorsFile.open(file));
      if (opened.texts.isEmpty()) {
        opened.close();
        throw new CheckpointException(
            "%s holds no tensor called TEXT/HOOK: it is no reference.".formatted(file), REMEDY);
      }
      return opened;
    } catch (CheckpointException e) {
      throw explained(e);
    }
  }

  private static CheckpointException explained(PolysemeException e) {
    return new CheckpointException(e.what(), REMEDY);
  }

  /// Names of the tensors of each text, without its number.
  SortedMap<Integer, List<String>> texts() {
    return texts;
  }

  /// Tensors that belong to no text.
  List<String> unnumbered() {
    return unnumbered;
  }

  WeightTensor read(int text, String name) throws CheckpointException {
    try {
      return tensors.read(text + "/" + name);
    } catch (CheckpointException e) {
      throw explained(e);
    }
  }

  ParityReference described(String makerOfTexts) {
    var told = Maker.of(tensors.metadata());
    var maker = told.isEmpty() ? makerOfTexts : told;
    return new ParityReference(
        String.valueOf(file.getFileName()), digest, maker, texts.size(), tensors.names().size());
  }

  @Override
  public void close() {
    tensors.close();
  }
}
