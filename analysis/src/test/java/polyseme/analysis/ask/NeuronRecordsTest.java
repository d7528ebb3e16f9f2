// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import polyseme.analysis.cluster.PlantedScan;
import polyseme.analysis.scan.Histogram;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.NeuronStats;
import polyseme.engine.model.NeuronId;
import tools.jackson.databind.json.JsonMapper;

final class NeuronRecordsTest {

  @Test
  void quantilesLieWhereTheHistogramPutsThem() {
    var histogram = new Histogram(List.of(0.0, 1.0, 2.0, 4.0), List.of(20L, 0L, 80L));
    assertEquals(0.5, NeuronRecords.quantile(histogram, 0.1), 1e-12);
    assertEquals(1, NeuronRecords.quantile(histogram, 0.2), 1e-12);
    assertEquals(3, NeuronRecords.quantile(histogram, 0.6), 1e-12);
  }

  @Test
  void aRecordIsOneLineWithTheNamesThatReadersExpect() {
    var planted = new PlantedScan(List.of(PlantedScan.at("a\nb", "c")));
    var profile = planted.profile(new NeuronId(0, 0));
    var line = NeuronRecords.line(profile);
    assertFalse(line.contains("\n"));
    var record = new JsonMapper().readTree(line);
    assertEquals("NeuronRecord", record.get("dataclass_name").asString());
    assertEquals(9, record.get("quantile_boundaries").size());
    var first = record.get("most_positive_activation_records").get(0);
    assertEquals("a\nb", first.get("tokens").get(0).asString());
    assertEquals(10, first.get("activations").get(0).asDouble());
  }

  @Test
  void whatIsUndefinedIsNull() {
    var of = new PlantedScan(List.of(PlantedScan.at("a"))).profile(new NeuronId(0, 0));
    var constant = new NeuronStats(9, 1, 1, 1, 0, Double.NaN, Double.NaN, 1);
    var line =
        NeuronRecords.line(new NeuronProfile(of.id(), constant, of.histogram(), of.examples()));
    assertTrue(new JsonMapper().readTree(line).get("kurtosis").isNull(), line);
  }
}
