// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import polyseme.engine.task.RequestException;

final class UnitAddressTest {

  @Test
  void everySpellingMeansItsUnit() throws RequestException {
    var meant =
        Map.ofEntries(
            Map.entry("L1.50", "L1.50"),
            Map.entry("L1.post.50", "L1.50"),
            Map.entry("L1.mlp.hook_post.50", "L1.50"),
            Map.entry("L1.mlp.out.hook_in.50", "L1.50"),
            Map.entry("blocks.1.mlp.hook_post.50", "L1.50"),
            Map.entry("L1.mid.50", "L1.mid.50"),
            Map.entry("L1.resid_post.7", "L1.resid_post.7"),
            Map.entry("L1.hook_out.7", "L1.resid_post.7"),
            Map.entry("blocks.1.hook_resid_pre.7", "L1.resid_pre.7"),
            Map.entry("L1.H3.12", "L1.H3.12"),
            Map.entry("L1.z.H3.12", "L1.H3.12"),
            Map.entry("L1.attn.o.hook_in.H3.12", "L1.H3.12"),
            Map.entry("L1.q.H3.12", "L1.q.H3.12"),
            Map.entry("blocks.1.attn.q.hook_out.H3.12", "L1.q.H3.12"));
    for (var entry : meant.entrySet()) {
      assertEquals(entry.getValue(), UnitAddress.parse(entry.getKey()).toString());
    }
  }

  @Test
  void whatAnAddressPrintsIsReadAgain() throws RequestException {
    for (var written : List.of("L1.50", "L0.pre_linear.3", "L2.H0.1", "L2.rot_k.H0.1")) {
      var address = UnitAddress.parse(written);
      assertEquals(address, UnitAddress.parse(address.toString()));
    }
  }

  @Test
  void aNameOfTwoPlacesAsksWhichIsMeant() {
    var refused =
        assertThrows(RequestException.class, () -> UnitAddress.parse("L1.mlp.in.hook_out.5"));
    assertEquals(
        "“L1.mlp.in.hook_out.5” can be pre_linear or pre, depending on the model.", refused.what());
  }

  @Test
  void whatHasNoSuchUnitsIsRefused() {
    for (var written : List.of("L1.q.3", "L1.post.H1.3", "L1.pattern.3", "L1.pots.3")) {
      var refused = assertThrows(RequestException.class, () -> UnitAddress.parse(written));
      assertTrue(refused.what().contains(written), refused.what());
    }
    for (var written : List.of("", "50", "L1", "L1.H3", "L1.H3.", "L.50", "L1..50", "L1.50.")) {
      var refused = assertThrows(RequestException.class, () -> UnitAddress.parse(written));
      assertEquals("“%s” is no neuron.".formatted(written), refused.what());
    }
  }
}
