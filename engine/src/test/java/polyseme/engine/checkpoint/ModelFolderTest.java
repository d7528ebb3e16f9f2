// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.Architecture;
import polyseme.engine.model.ModelConfig.Dims;
import polyseme.engine.task.CheckpointException;

class ModelFolderTest {

  @TempDir private Path temp;

  @Test
  void transformerLensFolderIsRecognised() throws CheckpointException {
    var folder = ModelFolder.read(Checkpoints.folder("solu-2l"));
    assertEquals("solu-2l", folder.name());
    assertEquals(Architecture.TRANSFORMER_LENS, folder.config().architecture());
    assertEquals(new Dims(2, 32, 2, 16, 128, 128, 500), folder.config().dims());
    assertEquals(ActivationFunction.SOLU_LN, folder.config().activation());
    assertEquals(4, folder.config().attention().scale());
    assertEquals("<|endoftext|>", folder.config().bos().token());
    assertEquals(1e-5, folder.config().norm().epsilon());
    assertEquals(64, folder.digest().length());
  }

  @Test
  void gpt2FolderIsRecognised() throws CheckpointException {
    var config = ModelFolder.read(Checkpoints.folder("gpt2")).config();
    assertEquals(Architecture.GPT2, config.architecture());
    assertEquals(new Dims(2, 32, 4, 8, 128, 128, 500), config.dims());
    assertEquals(ActivationFunction.GELU_NEW, config.activation());
    assertEquals(Math.sqrt(8), config.attention().scale());
  }

  @Test
  void shardsAreListedInOrder() throws CheckpointException {
    var files = ModelFolder.read(Checkpoints.folder("gpt2-sharded-bf16")).weightFiles();
    assertEquals(3, files.size());
    assertTrue(files.get(1).endsWith("model-00002-of-00003.safetensors"));
  }

  @Test
  void demoModelBeginsTextsWithItsOwnToken() throws CheckpointException {
    var demo = Path.of("../assets/src/main/resources/polyseme/assets/demo/model");
    assertEquals("<|BOS|>", ModelFolder.read(demo).config().bos().token());
  }

  @Test
  void withoutTokenizerConfigTheVocabularyDecides() throws Exception {
    var folder = Checkpoints.copy("gpt2", temp);
    Files.delete(folder.resolve("tokenizer_config.json"));
    assertEquals("<|endoftext|>", ModelFolder.read(folder).config().bos().token());
  }

  @Test
  void digestChangesWithAnyByteOfTheWeightsAndNotWithTheName() throws Exception {
    var folder = Checkpoints.copy("solu-2l", temp);
    var digest = ModelFolder.read(Checkpoints.folder("solu-2l")).digest();
    var renamed = Files.move(folder, temp.resolve("other"));
    assertEquals(digest, ModelFolder.read(renamed).digest());
    var weights = renamed.resolve("model_final.pth");
    var bytes = Files.readAllBytes(weights);
    bytes[100_000] ^= 1;
    Files.write(weights, bytes);
    assertNotEquals(digest, ModelFolder.read(renamed).digest());
  }

  @Test
  void attentionOnlyModelHasNoNeurons() throws Exception {
    var folder = Checkpoints.copy("solu-2l", temp);
    edit(folder, "\"attn_only\": false", "\"attn_only\": true");
    assertEquals(0, ModelFolder.read(folder).config().neurons().size());
  }

  @Test
  void attentionCanBeUnscaledAndScaledByLayer() throws Exception {
    var folder = Checkpoints.copy("gpt2", temp);
    edit(folder, "\"scale_attn_weights\": true", "\"scale_attn_weights\": false");
    edit(folder, "inverse_layer_idx\": false", "inverse_layer_idx\": true");
    var config = ModelFolder.read(folder).config();
    assertEquals(1, config.attention().scale());
    assertTrue(config.attention().scaleByLayer());
  }

  @Test
  void missingKeyIsNamedWithItsFile() throws Exception {
    var folder = Checkpoints.copy("solu-2l", temp);
    edit(folder, "\"n_layers\": 2,", "");
    var failure = failure(folder);
    assertEquals(folder.resolve("config.json") + " has no n_layers.", failure.what());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "solu-2l | \"n_layers\": 2 | \"n_layers\": \"two\" | n_layers",
        "solu-2l | \"n_layers\": 2 | \"n_layers\": 2.5 | n_layers",
        "solu-2l | \"n_layers\": 2 | \"n_layers\": -2 | n_layers",
        "solu-2l | \"n_layers\": 2 | \"n_layers\": 99999999999999999999 | n_layers",
        "solu-2l | \"n_layers\": 2 | \"n_layers\": 90000000 | 90000000",
        "solu-2l | \"n_layers\": 2 | \"n_layers\": 2, \"n_layers\": 3 | n_layers",
        "solu-2l | \"solu_ln\" | \"prelu\" | act_fn",
        "solu-2l | \"shortformer_pos\": false | \"shortformer_pos\": \"no\" | shortformer_pos",
        "solu-2l | \"attn_only\": false | \"final_rms\": 1 | final_rms",
        "solu-2l | \"attn_only\": false | \"attn_only\": \"no\" | attn_only",
        "solu-2l | \"attn_only\": false | \"attn_scores_soft_cap\": 50 | attn_scores_soft_cap",
        "solu-2l | \"normalization\": \"LN\" | \"normalization\": \"RMS\" | normalization",
        "solu-2l | \"normalization\": \"LN\" | \"a\": 1 | normalization",
        "gpt2 | \"model_type\": \"gpt2\" | \"model_type\": \"bert\" | bert",
        "gpt2 | \"add_cross_attention\": false | \"add_cross_attention\": true | cross_attention",
        "gpt2 | \"gelu_new\" | \"prelu\" | activation_function",
        "gpt2 | \"gelu_new\" | \"GELU\" | activation_function",
        "gpt2 | \"n_inner\": null | \"quantization_config\": {\"a\": 1} | quantization_config",
        "gpt2 | \"n_inner\": null | \"is_causal\": false | is_causal",
        "gpt2 | \"n_head\": 4 | \"n_head\": 5 | 5 heads",
        "gpt2 | 1e-05 | 0 | layer_norm_epsilon",
        "gpt2 | 1e-05 | NaN | config.json",
        "gpt2 | \"use_cache\": true, | \"use_cache\": true} { | config.json"
      })
  void valueThatIsNotHonouredIsRefusedByName(String model, String from, String to, String named)
      throws Exception {
    var folder = Checkpoints.copy(model, temp);
    edit(folder, from, to);
    var failure = failure(folder);
    assertTrue(failure.what().contains(named), failure.what());
    assertTrue(failure.what().contains("config.json"), failure.what());
  }

  @Test
  void folderWithSeveralWeightFilesIsAmbiguousUnlessOneIsFinal() throws Exception {
    var folder = Checkpoints.copy("solu-2l", temp);
    Files.copy(folder.resolve("model_final.pth"), folder.resolve("step_100.pth"));
    assertTrue(ModelFolder.read(folder).weightFiles().getFirst().endsWith("model_final.pth"));
    Files.move(folder.resolve("model_final.pth"), folder.resolve("step_200.pth"));
    assertTrue(failure(folder).what().contains("2 files of weights"));
  }

  @Test
  void folderWithoutTokenizerIsRefused() throws Exception {
    var folder = Checkpoints.copy("solu-2l", temp);
    Files.delete(folder.resolve("tokenizer.json"));
    assertTrue(failure(folder).what().contains("tokenizer.json"));
  }

  @Test
  void placeThatIsNoFolderIsRefused() throws Exception {
    assertTrue(failure(temp.resolve("nothing")).what().startsWith("There is no folder "));
    var file = Files.createFile(temp.resolve("file"));
    assertTrue(failure(file).what().contains("is not a folder"));
  }

  private static void edit(Path folder, String from, String to) throws IOException {
    Checkpoints.edit(folder.resolve("config.json"), from, to);
  }

  private static CheckpointException failure(Path folder) {
    return assertThrows(CheckpointException.class, () -> ModelFolder.read(folder));
  }
}
