// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelNamesTest {

  private final ModelNames names = ModelNames.load();

  /// The counts are those of TransformerLens' own table.
  @Test
  void allNamesAreThere() {
    assertEquals(247, names.all().size());
    assertEquals(230, names.all().stream().filter(model -> !model.aliases().isEmpty()).count());
  }

  @Test
  void noNameMeansTwoModels() {
    var owners = new HashMap<String, NamedModel>();
    for (var model : names.all()) {
      for (var alias : model.aliases()) {
        var other = owners.put(alias.toLowerCase(Locale.ROOT), model);
        assertTrue(other == null || other.equals(model), alias);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "solu-2l, NeelNanda/SoLU_2L512W_C4_Code",
    "SOLU-2L, NeelNanda/SoLU_2L512W_C4_Code",
    "neelnanda/solu_2l512w_c4_code, NeelNanda/SoLU_2L512W_C4_Code",
    "solu-4l-old, NeelNanda/SoLU_4L_v11_old",
    "attn-only-demo, NeelNanda/Attn-Only-2L512W-Shortformer-6B-big-lr",
    "redwood_attn_2l, ArthurConmy/redwood_attn_2l",
    "gpt2-small, gpt2",
    "pythia, EleutherAI/pythia-70m",
    "EleutherAI/pythia-19m, EleutherAI/pythia-70m",
    "gpt-j, EleutherAI/gpt-j-6B",
    "neo, EleutherAI/gpt-neo-125M",
    "mgpt, ai-forever/mGPT",
    "opt, facebook/opt-125m",
    "yi-6b, 01-ai/Yi-6B",
    "qwen-32b-preview, Qwen/QwQ-32B-Preview",
    "tiny-stories-instruct-1L-21M, roneneldan/TinyStories-Instuct-1Layer-21M"
  })
  void aNameLeadsToItsModel(String name, String id) {
    assertEquals(id, names.find(name).orElseThrow().repo().id());
  }

  @Test
  void familiesThatCannotBeOpenedSaySo() {
    var refused = new TreeSet<String>();
    var opened = new TreeSet<String>();
    for (var model : names.all()) {
      (model.supported() ? opened : refused).add(model.family());
    }
    assertEquals(
        Set.of(
            "apertus",
            "bert",
            "gpt-bigcode",
            "gpt-oss",
            "hubert",
            "mixtral",
            "olmo3",
            "olmoe",
            "qwen",
            "t5",
            "wav2vec2",
            "llama"),
        refused);
    refused.retainAll(opened);
    assertEquals(Set.of("llama"), refused); // only the first ones, which are not on the hub
  }

  @ParameterizedTest
  @CsvSource({
    "pythia-70n, pythia-70m",
    "solu2l, solu-2l",
    "Gemma-2b, gemma-2b",
    "EleutherAI/pythia-70md, EleutherAI/pythia-70m"
  })
  void theNearestNameIsSuggested(String typed, String meant) {
    assertEquals(meant, names.nearest(typed));
  }
}
