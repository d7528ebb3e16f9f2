// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// Records of neurons spread over sections.
class NeuronStripsTest {

  @TempDir private Path folder;

  private Path write(NeuronStrips strips, int recordBytes) throws IOException {
    var file = folder.resolve("records");
    try (var out = new SectionWriter(file, "TEST")) {
      strips.write(
          out,
          (first, count, to) -> {
            for (var i = 0; i < count; i++) {
              to.putInt(i * recordBytes, first + i);
              to.putInt((i + 1) * recordBytes - 4, -first - i);
            }
          });
      out.force();
    }
    return file;
  }

  @Test
  void everyNeuronIsFoundInSectionsOfFourMebibytes() throws IOException, StoreException {
    var bytes = 300_000;
    var strips = new NeuronStrips("xy", 40, bytes);
    try (var in = SectionFile.open(write(strips, bytes), "TEST")) {
      assertEquals(13L * bytes, in.length("xy00"));
      assertEquals(bytes, in.length("xy03"));
      assertFalse(in.has("xy04"));
      for (var row = 0; row < 40; row++) {
        var record = strips.read(in, 0, row);
        assertEquals(row, record.getInt(0));
        assertEquals(-row, record.getInt(bytes - 4));
      }
      assertThrows(StoreException.class, () -> strips.read(in, 1, 0));
      var wider = new NeuronStrips("xy", 40, bytes + 4);
      assertThrows(StoreException.class, () -> wider.read(in, 0, 0));
    }
  }

  @Test
  void thereAreNeverMoreSectionsThanTagsForThem() {
    // one record is longer than a section usually is, but 3,000 sections would have no tags
    var strips = new NeuronStrips("xy", 3_000, 5 << 20);
    assertEquals("xy00", strips.key(0, 2));
    assertEquals("xy01", strips.key(0, 3));
    assertEquals("xyrr#2", strips.key(2, 2_999)); // 27 · 36 + 27 = 999
  }
}
