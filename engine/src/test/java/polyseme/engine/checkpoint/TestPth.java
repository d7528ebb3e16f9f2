// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Builds files such as `torch.save` writes, instruction by instruction.
final class TestPth {

  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private boolean deflated;

  TestPth() {
    raw("\u0080\u0002");
  }

  /// Bytes given as Latin-1 characters.
  TestPth raw(String bytes) {
    pickle.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  TestPth text(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    raw("X").int32(bytes.length);
    pickle.writeBytes(bytes);
    return this;
  }

  TestPth whole(int value) {
    return raw("J").int32(value);
  }

  TestPth tuple(int... values) {
    raw("(");
    for (var value : values) {
      whole(value);
    }
    return raw("t");
  }

  /// Pushes a tensor of 32-bit floats that lie in an entry of their own.
  TestPth tensor(String storage, int count, int offset, int[] shape, int[] strides) {
    raw("ctorch._utils\n_rebuild_tensor_v2\n((").text("storage").raw("c").raw(storage).raw("\n");
    text("0").text("cpu").whole(count).raw("tQ").whole(offset);
    return tuple(shape).tuple(strides).raw("\u0089ccollections\nOrderedDict\n)RtR");
  }

  TestPth floats(float... values) {
    var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (var value : values) {
      bytes.putFloat(value);
    }
    return entry("archive/data/0", bytes.array());
  }

  TestPth entry(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  TestPth deflated() {
    deflated = true;
    return this;
  }

  Path write(Path file) throws IOException {
    entries.putIfAbsent("archive/data.pkl", pickle.toByteArray());
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var entry : entries.entrySet()) {
        var header = new ZipEntry(entry.getKey());
        if (!deflated) {
          var crc = new CRC32();
          crc.update(entry.getValue());
          header.setMethod(ZipEntry.STORED);
          header.setSize(entry.getValue().length);
          header.setCrc(crc.getValue());
        }
        zip.putNextEntry(header);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  private TestPth int32(int value) {
    var bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value);
    pickle.writeBytes(bytes.array());
    return this;
  }
}
