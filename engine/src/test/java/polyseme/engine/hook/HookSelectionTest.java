// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
  void aNameThatMeansNothingNamesTheNearest() {
    var nearest =
        Map.of(
            "pots", "post",
            "post-1", "post1",
            "poost11", "post11",
            "L1.pots", "L1.post",
            "blocks.1.mlp.hook_pots", "blocks.1.mlp.hook_post",
            "blocks.1.mpl.out.hook_in", "blocks.1.mlp.out.hook_in",
            "L1.resid_poost", "L1.resid_post",
            "hook_enbed", "hook_embed");
    nearest.forEach((name, near) -> {
      var failure = assertThrows(RequestException.class, () -> names(name));
      assertTrue(failure.what().contains("“" + name + "”"), failure.what());
      assertTrue(failure.remedy().contains("The nearest is " + near + ";"), failure.remedy());
    });
  }

  /// The examples in TransformerLens' documentation of `get_act_name`, and its other names.
  @Test
  void namesOfTransformerLensUsersAreUnderstood() throws RequestException {
    var meant =
        Map.ofEntries(
            Map.entry("embed", "hook_embed"),
            Map.entry("k6", "blocks.6.attn.hook_k"),
            Map.entry("k6a", "blocks.6.attn.hook_k"),
            Map.entry("pre2", "blocks.2.mlp.hook_pre"),
            Map.entry("normalized7ln2", "blocks.7.ln2.hook_normalized"),
            Map.entry("normalized0ln1", "blocks.0.ln1.hook_normalized"),
            Map.entry("scale4ln1", "blocks.4.ln1.hook_scale"),
            Map.entry("scale4mlp.ln", "blocks.4.mlp.ln.hook_scale"),
            Map.entry("attn3", "blocks.3.attn.hook_pattern"),
            Map.entry("attn_logits3", "blocks.3.attn.hook_attn_scores"),
            Map.entry("query5", "blocks.5.attn.hook_q"),
            Map.entry("mlp_post0", "blocks.0.mlp.hook_post"),
            Map.entry("resid_pre5", "blocks.5.hook_resid_pre"),
            Map.entry("resid_pre5b", "blocks.5.hook_resid_pre"),
            Map.entry("pre_linear5", "blocks.5.mlp.hook_pre_linear"),
            Map.entry("result2", "blocks.2.attn.hook_result"));
    for (var entry : meant.entrySet()) {
      assertEquals(List.of(entry.getValue()), names(entry.getKey()), entry.getKey());
    }
    assertEquals(12, names("attn").size());
    var layer = assertThrows(RequestException.class, () -> names("normalized12ln1"));
    assertTrue(layer.remedy().contains("0 to 11"), layer.remedy());
  }
}
