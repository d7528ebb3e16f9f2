// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyseme.analysis.corpus.TokenRef;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.StoreException;

/// Scans of version 1 are read; the numbers are those that the program of then printed.
class OlderScanTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "scan-version-1");

  @Test
  void versionOneIsRead() throws StoreException {
    try (var scan = Scans.open(FOLDER)) {
      var id = new NeuronId(1, 3);
      var row = scan.neurons().row(id);
      var stats = scan.stats(row);
      assertEquals(75, stats.count());
      assertEquals(1.3667439f, stats.max());
      assertEquals(7.092636656481197, stats.kurtosis());
      var highest = scan.profile(id).examples().highest().getFirst();
      assertEquals(new TokenRef(2, 3), highest.peak());
      assertEquals("1 + 1 = 2, sai", highest.context().text());
      assertEquals(75, scan.activationProfiles().columns());
      assertEquals(1.3667439f, scan.activationProfiles().get(row, 51 + 3));
      assertEquals(1.3667439f, scan.quantile(row, 1).value());
      assertEquals("animals", scan.document(0).labels().get("topic"));
      assertEquals(-1, scan.document(0).original());
      scan.checkAll();
    }
  }

  @Test
  void whatItDoesNotKnowIsMissing() throws StoreException {
    try (var scan = Scans.open(FOLDER)) {
      assertNull(scan.details());
      assertEquals(List.of(), scan.examples(new NeuronId(1, 3), Sample.HIGH));
      assertEquals(75, scan.examples(new NeuronId(1, 3), Sample.UNIFORM).size());
      assertEquals(ScanPolicy.older(), scan.provenance().options().policy());
      assertEquals(ScanContent.core(), scan.provenance().options().content());
    }
  }
}
