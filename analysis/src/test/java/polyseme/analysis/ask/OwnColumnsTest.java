// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.StoreException;

final class OwnColumnsTest {

  private static final NeuronIndex NEURONS = new NeuronIndex(2, 3);

  @TempDir private Path folder;

  private OwnColumns columns() {
    return new OwnColumns(folder, NEURONS);
  }

  private static OwnTable read(String csv) throws RequestException {
    return OwnTable.read(csv, NEURONS);
  }

  private static void refused(String csv, String... words) {
    var failure = assertThrows(RequestException.class, () -> read(csv));
    for (var word : words) {
      assertTrue(failure.what().contains(word), failure.what());
    }
  }

  @Test
  void whatIsAddedIsReadBackAsItWas() throws PolysemeException {
    var table =
        read("neuron,auc,note\r\nL1.2,0.50,\"bank, \"\"river\"\"\"\r\nL0.1,1e-3,\"a\nb\"\r\n");
    for (var column : table.columns()) {
      assertFalse(columns().add(column));
    }
    var all = columns().all();
    assertEquals(table.columns(), all);
    assertEquals(0.5, all.getFirst().number(NEURONS.size() - 1));
    assertEquals("0.50", all.getFirst().cells().getLast());
    assertEquals(Double.NaN, all.getFirst().number(0));
    assertFalse(all.getLast().numeric());
    assertEquals("bank, \"river\"", all.getLast().cells().getLast());
    assertEquals(2, all.getLast().covered());
  }

  @Test
  void theSameNameReplacesAndTheLastRemovedTakesItsFolder() throws PolysemeException {
    assertFalse(columns().add(read("neuron,auc\nL0.0,1").columns().getFirst()));
    assertTrue(columns().add(read("neuron,AUC\nL0.1,2").columns().getFirst()));
    assertEquals(List.of("AUC"), columns().all().stream().map(OwnColumn::name).toList());
    columns().remove("auc");
    assertFalse(Files.exists(folder.resolve(OwnColumns.FOLDER)));
    assertThrows(RequestException.class, () -> columns().remove("auc"));
  }

  @Test
  void columnsOfEveryScanArePassedOver() throws RequestException {
    var table = read("\uFEFFneuron,layer,kurtosis,cluster\nL0.0,0,3.1,7\n\n");
    assertEquals(List.of("cluster"), table.columns().stream().map(OwnColumn::name).toList());
    assertEquals(List.of("layer", "kurtosis"), table.builtIn());
  }

  @Test
  void whatIsWrongIsNamedWithItsLine() {
    refused("neuron,a\nL0.0,1\nL2.0,1\n", "Line 3", "L2.0");
    refused("neuron,a\nL0.3,1\n", "Line 2", "L0.3");
    refused("neuron,a\nfifty,1\n", "Line 2", "fifty");
    refused("neuron,a\nL0.0,\"x\ny\"\nL0.1,1\nL0.0,2\n", "Line 5", "L0.0", "line 2");
    refused("neuron,a\nL0.0\n", "Line 2", "1 cells");
    refused("neuron,a\nL0.0,\"1\n", "Line 2", "quote");
    refused("neuron;a\nL0.0;1\n", "neuron;a");
    refused("neuron,a,A\n", "“A”");
    refused("neuron,a/b\n", "a/b");
    refused("neuron,\n", "“”");
    refused("", "empty");
  }

  @Test
  void foreignFilesAreNoColumns() throws IOException, PolysemeException {
    var place = Files.createDirectory(folder.resolve(OwnColumns.FOLDER));
    Files.writeString(place.resolve(".a.csv.1234"), "half");
    Files.writeString(place.resolve("readme.txt"), "mine");
    assertEquals(List.of(), columns().all());
    Files.writeString(place.resolve("b.csv"), "neuron,b\nL9.9,1\n");
    var failure = assertThrows(StoreException.class, () -> columns().all());
    assertTrue(failure.what().contains("b.csv") && failure.what().contains("L9.9"));
  }
}
