// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyseme.engine.hook.HookPoint.Global;
import polyseme.engine.hook.HookPoint.InBlock;
import polyseme.engine.task.RequestException;

final class HookSelectionTest {

  private static final HookSelection SELECTION = new HookSelection(twelveLayers());

  private static List<HookPoint> twelveLayers() {
    var hooks = new ArrayList<HookPoint>();
    hooks.add(new Global(GlobalSite.EMBED));
    for (var layer = 0; layer < 12; layer++) {
      for (var site : BlockSite.values()) {
        hooks.add(new InBlock(layer, site));
      }
    }
    return hooks;
  }

  private static List<String> names(String... typed) throws RequestException {
    return SELECTION.of(List.of(typed)).stream().map(HookPoint::name).toList();
  }

  @Test
  void aShortNameMeansEveryLayer() throws RequestException {
    assertEquals(12, names("post").size());
  }

  @Test
  void aShortNameWithANumberMeansOneLayer() throws RequestException {
    assertEquals(List.of("blocks.11.mlp.hook_post"), names("post11"));
    assertEquals(List.of("blocks.1.mlp.hook_post"), names("L1.post"));
    assertEquals(List.of("blocks.1.mlp.hook_post"), names("L1.mlp.hook_post"));
  }

  @Test
  void aDigitThatBelongsToTheNameIsNoLayer() throws RequestException {
    assertEquals(12, names("scale1").size());
    assertEquals(List.of("blocks.0.ln1.hook_scale"), names("scale10"));
    assertEquals(List.of("blocks.11.ln1.hook_scale"), names("scale111"));
  }

  @Test
  void fullNamesAreTakenAsTheyAre() throws RequestException {
    assertEquals(
        List.of("hook_embed", "blocks.3.hook_resid_post"),
        names("blocks.3.hook_resid_post", "hook_embed"));
  }

  @Test
  void allMeansAllAndDoublesCountOnce() throws RequestException {
    assertEquals(
        1 + 12 * Arrays.stream(BlockSite.values()).filter(site -> !site.onRequest()).count(),
        names("post", "all", "post1").size());
  }

  @Test
  void aLayerThatIsNotThereSaysWhichAre() {
    for (var name : List.of("post12", "L12.post", "blocks.12.mlp.hook_post")) {
      var failure = assertThrows(RequestException.class, () -> names(name));
      assertTrue(failure.what().contains("“" + name + "”"), failure.what());
      assertTrue(failure.remedy().contains("0 to 11"), failure.remedy());
    }
  }

  @Test
  void aNameThatMeansNothingIsNamed() {
    for (var name :
        List.of("pots", "", "post-1", "pots1", "L1.pots", "blocks.1.pots", "L12.embed")) {
      var failure = assertThrows(RequestException.class, () -> names(name));
      assertTrue(failure.what().contains("“" + name + "”"), failure.what());
      assertTrue(failure.remedy().contains("resid_post"), failure.remedy());
    }
  }
}
