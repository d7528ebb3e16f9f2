// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import polyseme.analysis.cluster.PlantedScan;
import polyseme.analysis.cluster.PlantedScan.Planted;
import polyseme.analysis.report.ShownNeuron;
import polyseme.engine.task.Progress;

class InterestingNeuronsTest {

  private static final Planted NOISE = PlantedScan.at("ab", "cd", "12", "(", "Ef", "gh");
  private static final Planted RELATED =
      new Planted(join(peaks(" come", 10, "music"), peaks(" comes", 10, "music")), List.of());
  private static final Planted SEVERAL =
      new Planted(join(peaks(" cell", 10, "biology"), peaks(" crane", 10, "music")), List.of());
  private static final Planted ONE = new Planted(peaks("this", 20, "law"), List.of());
  private static final Planted LOW =
      new Planted(join(peaks("there", 19, "law"), List.of("x@law-0")), peaks(" bank", 8, "law"));

  @Test
  void oneOfEachKindIsPicked() throws Exception {
    var picked = pick(NOISE, RELATED, SEVERAL, ONE, LOW);
    assertEquals(List.of("L0.2", "L0.3", "L0.4"), ids(picked));
  }

  @Test
  void thePlaceInTheScanDoesNotMatter() throws Exception {
    assertEquals(List.of("L0.3", "L0.1", "L0.0"), ids(pick(LOW, ONE, RELATED, SEVERAL, NOISE)));
  }

  @Test
  void theReasonHasTheNumbers() throws Exception {
    var picked = pick(SEVERAL, ONE, LOW);
    assertTrue(
        picked.get(0).why().contains("10 are at “cell” (biology) and 10 at “crane” (music)"));
    assertTrue(picked.get(0).why().contains("share no topic"));
    assertTrue(picked.get(1).why().contains("all of its 20 highest places are at “this”"));
    assertTrue(picked.get(2).why().contains("“there” (19 of 20), its lowest at “bank” (8 of 8)"));
  }

  @Test
  void nothingIsMadeUpWhereNothingIsInteresting() throws Exception {
    assertEquals(List.of(), pick(NOISE, NOISE));
  }

  private static List<ShownNeuron> pick(Planted... planted) throws Exception {
    Map<String, String> topics = new HashMap<>();
    for (var i = 0; i < 20; i++) {
      for (var topic : List.of("music", "biology", "law")) {
        topics.put(topic + "-" + i, topic);
      }
    }
    var scan = new PlantedScan(List.of(planted));
    return new InterestingNeurons(scan, topics).pick(Progress.NONE);
  }

  private static List<String> ids(List<ShownNeuron> picked) {
    return picked.stream().map(one -> one.profile().id().toString()).toList();
  }

  private static List<String> peaks(String token, int count, String topic) {
    var peaks = new ArrayList<String>();
    for (var i = 0; i < count; i++) {
      peaks.add(token + "@" + topic + "-" + i);
    }
    return Collections.unmodifiableList(peaks);
  }

  private static List<String> join(List<String> one, List<String> other) {
    var all = new ArrayList<>(one);
    all.addAll(other);
    return List.copyOf(all);
  }
}
