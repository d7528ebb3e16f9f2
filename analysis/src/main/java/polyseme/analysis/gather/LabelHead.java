// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// What all neurons share in the tables by label: keys, their values, and tokens of each.
///
/// @param labels the keys
/// @param counts tokens of each value, one key after the other
record LabelHead(List<Label> labels, List<Long> counts) {

  static final String TAG = "labl";

  /// A key.
  record Label(String name, List<String> values) {}

  static void write(SectionWriter out, int neurons, List<LabelKey> keys, long[] counts)
      throws IOException {
    out.begin(TAG);
    out.putInt(neurons).putInt(keys.size());
    for (var key : keys) {
      put(out, key.name());
      out.putInt(key.values().size());
      for (var value : key.values()) {
        put(out, value);
      }
    }
    for (var count : counts) {
      out.putLong(count);
    }
    out.end();
  }

  private static void put(SectionWriter out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putInt(bytes.length);
    out.put(bytes);
  }

  static LabelHead read(SectionFile in, int group, int neurons) throws StoreException {
    var key = SectionFile.key(TAG, group);
    var bytes = in.read(key, 0, (int) Math.min(in.length(key), Integer.MAX_VALUE - 8));
    try {
      var sameNeurons = bytes.getInt() == neurons;
      var head = parse(bytes);
      if (sameNeurons && !bytes.hasRemaining()) {
        return head;
      }
    } catch (BufferUnderflowException _) {
      // told below
    }
    throw in.damaged("section " + key);
  }

  private static LabelHead parse(ByteBuffer bytes) {
    var labels = new ArrayList<Label>();
    for (var left = bytes.getInt(); left > 0; left--) {
      var name = text(bytes);
      var values = new ArrayList<String>();
      for (var more = bytes.getInt(); more > 0; more--) {
        values.add(text(bytes));
      }
      labels.add(new Label(name, List.copyOf(values)));
    }
    var counts = new ArrayList<Long>();
    for (var left = labels.stream().mapToInt(l -> l.values.size()).sum(); left > 0; left--) {
      var count = bytes.getLong();
      if (count < 0 || count > Integer.MAX_VALUE) {
        throw new BufferUnderflowException();
      }
      counts.add(count);
    }
    return new LabelHead(labels, counts);
  }

  private static String text(ByteBuffer bytes) {
    var length = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    var text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  long count(int value) {
    return counts.get(value);
  }

  boolean fits(List<LabelKey> keys) {
    return labels.equals(keys.stream().map(key -> new Label(key.name(), key.values())).toList());
  }
}
