// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.task.CheckpointException;

/// The expected numbers were read from the same files by Python's struct and pickle modules; sums
/// are in file order in double precision, so that they agree to the last bits.
class ModelWeightsTest {

  private static final double ROUNDING = 1e-9; // another order of summation

  @Test
  void pthTensorsEqualWhatPythonReads() throws CheckpointException {
    try (var weights = Checkpoints.open("solu-2l")) {
      var embedding = weights.read("embed.W_E");
      assertEquals(List.of(500, 32), embedding.shape());
      assertEquals(-0.4045347f, embedding.values().get(0));
      assertEquals(-0.16424115f, embedding.values().get(15_999));
      assertEquals(-32.28700628698971, Checkpoints.sum(embedding), ROUNDING);
      var query = weights.read("blocks.1.attn.W_Q");
      assertEquals(List.of(2, 32, 16), query.shape());
      assertEquals(10.663773346692324, Checkpoints.sum(query), ROUNDING);
      assertEquals(
          128.78918421268463, Checkpoints.sum(weights.read("blocks.1.mlp.ln.w")), ROUNDING);
      assertEquals(62_580, weights.parameters());
    }
  }

  @Test
  void onlyAModelWithOneMatrixForBothEndsIsTied() throws CheckpointException {
    try (var gpt2 = Checkpoints.open("gpt2");
        var solu = Checkpoints.open("solu-2l")) {
      assertTrue(gpt2.tied());
      assertFalse(solu.tied());
    }
  }

  @Test
  void partsOfATensorAreTheSameInAnyOrderOfReading() throws CheckpointException {
    try (var forth = Checkpoints.open("gpt2");
        var back = Checkpoints.open("gpt2")) {
      var read = new TreeMap<String, FloatBuffer>();
      for (var name : forth.names()) {
        read.put(name, forth.read(name).values());
      }
      for (var name : back.names().reversed()) {
        assertEquals(read.get(name), back.read(name).values(), name);
      }
    }
  }

  @Test
  void geluModelHasNoNormInItsMlp() throws CheckpointException {
    try (var weights = Checkpoints.open("gelu-2l")) {
      assertTrue(weights.names().stream().noneMatch(name -> name.contains("mlp.ln")));
      assertEquals(
          -2.031072715555638, Checkpoints.sum(weights.read("blocks.0.mlp.W_in")), ROUNDING);
      assertEquals(62_068, weights.parameters());
    }
  }

  @Test
  void halfPrecisionOfTheDemoModelIsReadExactly() throws CheckpointException {
    var demo = Path.of("../assets/src/main/resources/polyseme/assets/demo/model");
    try (var weights = ModelWeights.open(ModelFolder.read(demo))) {
      var unembedding = weights.read("unembed.W_U");
      assertEquals(-0.11029053f, unembedding.values().get(0));
      assertEquals(-1000.0174565315247, Checkpoints.sum(unembedding), ROUNDING);
      assertEquals(4_214_664, weights.parameters());
    }
  }

  @Test
  void gpt2QueriesKeysAndValuesAreCutOutOfOneTensor() throws CheckpointException {
    try (var weights = Checkpoints.open("gpt2")) {
      var key = weights.read("blocks.1.attn.W_K");
      assertEquals(List.of(4, 32, 8), key.shape());
      assertEquals(0.048103176f, key.values().get((2 * 32 + 5) * 8 + 3));
      assertEquals(-0.6480193669267464, Checkpoints.sum(key), ROUNDING);
      var value = weights.read("blocks.1.attn.W_V");
      assertEquals(-0.14168142f, value.values().get((3 * 32 + 31) * 8 + 7));
      var query = weights.read("blocks.1.attn.W_Q");
      assertEquals(-0.07999041f, query.values().get(1));
      var bias = weights.read("blocks.0.attn.b_V");
      assertEquals(List.of(4, 8), bias.shape());
      assertEquals(0.04993323f, bias.values().get(8 + 2));
      assertEquals(0.7890183769632131, Checkpoints.sum(bias), ROUNDING);
    }
  }

  @Test
  void tiedUnembeddingIsTheTransposedEmbeddingAndCountsOnce() throws CheckpointException {
    try (var weights = Checkpoints.open("gpt2")) {
      var unembedding = weights.read("unembed.W_U");
      assertEquals(List.of(32, 500), unembedding.shape());
      assertEquals(0.009101509f, unembedding.values().get(3 * 500 + 10));
      assertEquals(-18.43943998551549, Checkpoints.sum(unembedding), ROUNDING);
      assertEquals(0, Checkpoints.sum(weights.read("unembed.b_U")));
      assertEquals(45_568, weights.parameters());
      assertEquals(List.of("h.0.attn.bias", "h.1.attn.bias"), weights.unused());
    }
  }

  @Test
  void bfloat16ShardsWithPrefixAreReadExactly() throws CheckpointException {
    try (var weights = Checkpoints.open("gpt2-sharded-bf16")) {
      var key = weights.read("blocks.1.attn.W_K");
      assertEquals(0.11767578f, key.values().get((2 * 32 + 5) * 8 + 3));
      var embedding = weights.read("embed.W_E");
      assertEquals(-0.064453125f, embedding.values().get(7));
      assertEquals(-12.057275652885437, Checkpoints.sum(embedding), ROUNDING);
      assertEquals(45_568, weights.parameters());
    }
  }

  @Test
  void weightsAreDirectBuffersInNativeOrder() throws CheckpointException {
    try (var weights = Checkpoints.open("gpt2")) {
      for (var name : weights.names()) {
        var values = weights.read(name).values();
        assertTrue(values.isDirect(), name);
        assertEquals(ByteOrder.nativeOrder(), values.order(), name);
        assertEquals(0, values.position(), name);
      }
    }
  }

  @Test
  void anotherHeadCountIsNoticedBeforeNumbersAreRead(@TempDir Path temp) throws Exception {
    var folder = Checkpoints.copy("solu-2l", temp);
    Checkpoints.edit(folder.resolve("config.json"), "\"n_heads\": 2", "\"n_heads\": 4");
    var model = ModelFolder.read(folder);
    var failure = assertThrows(CheckpointException.class, () -> ModelWeights.open(model));
    assertTrue(failure.what().contains("model_final.pth"), failure.what());
    assertTrue(failure.what().contains("blocks.0.attn.W_Q"), failure.what());
    assertTrue(failure.what().contains("[2, 32, 16]"), failure.what());
  }

  @Test
  void missingTensorIsNamed(@TempDir Path temp) throws Exception {
    var folder = Checkpoints.copy("gelu-2l", temp);
    Checkpoints.edit(folder.resolve("config.json"), "\"gelu\"", "\"solu_ln\"");
    var model = ModelFolder.read(folder);
    var failure = assertThrows(CheckpointException.class, () -> ModelWeights.open(model));
    assertTrue(failure.what().contains("no tensor blocks.0.mlp.ln.w"), failure.what());
  }

  @Test
  void tensorThatTheConfigurationDoesNotExpectIsRefused(@TempDir Path temp) throws Exception {
    var folder = Checkpoints.copy("solu-2l", temp);
    Checkpoints.edit(folder.resolve("config.json"), "\"solu_ln\"", "\"gelu\"");
    var model = ModelFolder.read(folder);
    var failure = assertThrows(CheckpointException.class, () -> ModelWeights.open(model));
    assertTrue(failure.what().contains("blocks.0.mlp.ln.b"), failure.what());
  }

  @Test
  void missingShardIsNamed(@TempDir Path temp) throws Exception {
    var folder = Checkpoints.copy("gpt2-sharded-bf16", temp);
    Files.delete(folder.resolve("model-00002-of-00003.safetensors"));
    var failure = assertThrows(CheckpointException.class, () -> ModelFolder.read(folder));
    assertTrue(failure.what().contains("model-00002-of-00003.safetensors"), failure.what());
  }

  @Test
  void shardOutsideTheFolderIsRefused(@TempDir Path temp) throws Exception {
    var folder = Checkpoints.copy("gpt2-sharded-bf16", temp);
    Checkpoints.edit(
        folder.resolve("model.safetensors.index.json"), "\"model-00001", "\"../model-00001");
    var failure = assertThrows(CheckpointException.class, () -> ModelFolder.read(folder));
    assertTrue(failure.what().contains("../model-00001"), failure.what());
  }

  @Test
  void numberThatIsNotFiniteIsRefusedWithItsPlace(@TempDir Path temp) throws Exception {
    var folder = Checkpoints.copy("gpt2", temp);
    var file = folder.resolve("model.safetensors");
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] = (byte) 0x7f; // the last number of wte becomes infinite or NaN
    bytes[bytes.length - 2] = (byte) 0x80;
    Files.write(file, bytes);
    try (var weights = ModelWeights.open(ModelFolder.read(folder))) {
      var failure = assertThrows(CheckpointException.class, () -> weights.read("embed.W_E"));
      assertTrue(failure.what().contains("number 15999 of tensor wte.weight"), failure.what());
    }
  }

  @Test
  void untiedModelWithoutHeadIsRefused(@TempDir Path temp) throws Exception {
    var folder = Checkpoints.copy("gpt2", temp);
    Checkpoints.edit(
        folder.resolve("config.json"),
        "\"tie_word_embeddings\": true",
        "\"tie_word_embeddings\": false");
    var model = ModelFolder.read(folder);
    var failure = assertThrows(CheckpointException.class, () -> ModelWeights.open(model));
    assertTrue(failure.what().contains("lm_head.weight"), failure.what());
  }
}
