// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.model.ModelConfig.Norm;
import polyseme.engine.model.ModelConfig.NormKind;

final class ParameterCountTest {

  private static long count(Architecture architecture, Dims dims, ActivationFunction activation) {
    var norm = new Norm(NormKind.LN, 1e-5);
    var scale = Math.sqrt(dims.dHead());
    return ParameterCount.of(
        new ModelConfig(architecture, dims, activation, norm, false, scale, false, ""));
  }

  @Test
  void gpt2SmallHas124439808() {
    var dims = new Dims(12, 768, 12, 64, 3072, 1024, 50257);
    assertEquals(124_439_808, count(Architecture.GPT2, dims, ActivationFunction.GELU_NEW));
  }

  @Test
  void theDemoModelHas4214664() {
    var dims = new Dims(2, 256, 8, 32, 1024, 256, 5000);
    assertEquals(
        4_214_664, count(Architecture.TRANSFORMER_LENS, dims, ActivationFunction.SOLU_LN));
  }
}
