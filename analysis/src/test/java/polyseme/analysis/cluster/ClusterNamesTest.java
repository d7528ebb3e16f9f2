// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static polyseme.analysis.cluster.PlantedScan.at;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyseme.analysis.cluster.PlantedScan.Planted;
import polyseme.analysis.report.ClusterSummary;
import polyseme.analysis.space.FeatureSpace;
import polyseme.engine.task.Progress;

class ClusterNamesTest {

  @Test
  void aNameIsWhatOneClusterHasAndOthersDoNot() throws Exception {
    var names =
        names(
            List.of(0, 0, 1, 1),
            at(" bank", " the"),
            at(" bank", " the"),
            at(" seal", " the"),
            at(" seal", " the"));
    assertEquals(List.of("bank", "seal"), names);
  }

  @Test
  void tokensWithAndWithoutTheSpaceAreOne() throws Exception {
    var names = names(List.of(0, 0, 1), at("if"), at(" if"), at(" else"));
    assertEquals(List.of("if", "else"), names);
  }

  @Test
  void whatCannotBeSeenIsWrittenOut() throws Exception {
    var names =
        names(List.of(0, 1, 2, 3, 4), at(" "), at("\n"), at("        "), at("\n    "), at("\t"));
    assertEquals(List.of("␣", "⏎", "␣×8", "⏎␣×4", "⇥"), names);
  }

  @Test
  void wordsComeBeforeSingleCharactersThatSayAsMuch() throws Exception {
    var names = names(List.of(0, 0, 1), at("a", "zoo"), at("a", "zoo"), at("b"));
    assertEquals("zoo · a", names.getFirst());
  }

  @Test
  void aLoneNeuronDoesNotNameALargeCluster() throws Exception {
    var names =
        names(
            List.of(0, 0, 0, 1),
            at("odd", "odd", "odd", "odd"),
            at("tea", "cup"),
            at("tea", "pot"),
            at("sea"));
    assertEquals("tea", names.getFirst());
  }

  @Test
  void aClusterWithExamplesIsNeverWithoutAName() throws Exception {
    assertEquals(List.of("the"), names(List.of(0, 0), at(" the"), at(" the")));
    assertEquals(
        List.of("the", "the"), names(List.of(0, 1), at(" the", " the"), at(" the", " the")));
    assertEquals(List.of("the", ""), names(List.of(0, 1), at(" the"), at()));
  }

  @Test
  void pagesAndTheWindowSayTheSame() throws Exception {
    var scan = new PlantedScan(List.of(at("a", "bee"), at("sea"), at("bee", "hive"), at("sea")));
    var clustering = clustering(scan, List.of(0, 1, 0, 1));
    assertEquals(
        ClusterNames.of(scan, clustering, Progress.NONE),
        ClusterSummary.all(scan, clustering, 3, Progress.NONE).stream()
            .map(ClusterSummary::name)
            .toList());
  }

  @Test
  void sharesAreOfNeurons() throws Exception {
    var scan = new PlantedScan(List.of(at("bee", "bee"), at("bee"), at("x"), at("y"), at("sea")));
    var clustering = clustering(scan, List.of(0, 0, 0, 0, 1));
    var first = ClusterNames.typical(scan, clustering, Progress.NONE).getFirst().getFirst();
    assertEquals("bee", first.shown());
    assertEquals(0.5, first.share());
    assertTrue(first.lift() > 1);
  }

  private static List<String> names(List<Integer> labels, Planted... planted) throws Exception {
    var scan = new PlantedScan(List.of(planted));
    return ClusterNames.of(scan, clustering(scan, labels), Progress.NONE);
  }

  private static Clustering clustering(PlantedScan scan, List<Integer> labels) {
    return new Clustering(
        scan.neurons(),
        labels,
        Collections.max(labels) + 1,
        FeatureSpace.ACTIVATIONS,
        new Clustering.Quality(0, List.of(), 0),
        1);
  }
}
