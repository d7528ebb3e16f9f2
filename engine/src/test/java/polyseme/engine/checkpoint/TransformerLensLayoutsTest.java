// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static polyseme.engine.checkpoint.NumberedCheckpoint.at;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyseme.engine.model.ActivationFunction;
import polyseme.engine.model.ModelConfig.NormKind;
import polyseme.engine.model.Positions;
import polyseme.engine.task.CheckpointException;

/// The layouts beside TransformerLens' `config.json`: its own, that of the SoLU models before it,
/// minGPT's. 2 heads of 4, 6 wide, 5 neurons, 7 tokens, 9 positions.
class TransformerLensLayoutsTest {

  @TempDir private Path temp;

  private NumberedCheckpoint begin(int layers, String more) throws IOException {
    var config =
        """
        {"d_model": 6, "n_layers": %d, "d_mlp": 5, "d_head": 4, "n_heads": 2, "n_ctx": 9,
        "d_vocab": 7, "act_fn": "solu_ln", "attn_only": false, "normalization": "LN"%s}\
        """
            .formatted(layers, more);
    return NumberedCheckpoint.in(temp.resolve("model"), config);
  }

  /// The old names; matrices and positions transposed or not.
  private static NumberedCheckpoint old(
      NumberedCheckpoint files, int layers, boolean matrices, boolean positions) {
    matrix(files, matrices, "embed.W_E", 7, 6);
    matrix(files, positions, "pos_embed.W_pos", 9, 6);
    matrix(files, matrices, "unembed.W_U", 6, 7);
    files.tensor("unembed.b_U", 7).tensor("norm.w", 6).tensor("norm.b", 6);
    for (var layer = 0; layer < layers; layer++) {
      var block = "blocks." + layer + ".";
      for (var norm : List.of("norm1.", "norm2.")) {
        files.tensor(block + norm + "w", 6).tensor(block + norm + "b", 6);
      }
      for (var kind : List.of("Q", "K", "V")) {
        heads(files, matrices, block + "attn.W_" + kind, 6, 4);
        files.tensor(block + "attn.b_" + kind, 2, 4);
      }
      heads(files, matrices, block + "attn.W_O", 4, 6);
      matrix(files, matrices, block + "mlp.W_in", 6, 5);
      matrix(files, matrices, block + "mlp.W_out", 5, 6);
      files.tensor(block + "attn.b_O", 6).tensor(block + "mlp.b_in", 5);
      files.tensor(block + "mlp.b_out", 6);
      files.tensor(block + "mlp.norm.w", 5).tensor(block + "mlp.norm.b", 5);
    }
    return files;
  }

  private static void matrix(
      NumberedCheckpoint files, boolean transposed, String name, int rows, int columns) {
    files.tensor(name, transposed ? columns : rows, transposed ? rows : columns);
  }

  private static void heads(
      NumberedCheckpoint files, boolean transposed, String name, int rows, int columns) {
    files.tensor(name, 2, transposed ? columns : rows, transposed ? rows : columns);
  }

  @ParameterizedTest
  @CsvSource({
    "1, true, true",
    "6, true, true",
    "7, false, true",
    "8, false, true",
    "9, false, false",
    "12, false, false"
  })
  void oldModelsAreTransposedByTheNumberOfLayers(int layers, boolean matrices, boolean positions)
      throws Exception {
    for (var more : List.of("", ", \"architecture\": \"neel-solu-old\"")) {
      var files = old(begin(layers, more), layers, matrices, positions);
      try (var weights = files.open()) {
        var block = "blocks." + (layers - 1) + ".";
        var query = matrices ? new int[] {1, 3, 5} : new int[] {1, 5, 3};
        assertEquals(files.at(block + "attn.W_Q", query), at(weights, block + "attn.W_Q", 1, 5, 3));
        var in = matrices ? new int[] {4, 2} : new int[] {2, 4};
        assertEquals(files.at(block + "mlp.W_in", in), at(weights, block + "mlp.W_in", 2, 4));
        var embedding = matrices ? new int[] {1, 6} : new int[] {6, 1};
        assertEquals(files.at("embed.W_E", embedding), at(weights, "embed.W_E", 6, 1));
        var position = positions ? new int[] {2, 8} : new int[] {8, 2};
        assertEquals(files.at("pos_embed.W_pos", position), at(weights, "pos_embed.W_pos", 8, 2));
        assertEquals(files.at("norm.w", 4), at(weights, "ln_final.w", 4));
        assertEquals(files.at(block + "norm2.b", 4), at(weights, block + "ln2.b", 4));
        assertEquals(files.at(block + "mlp.norm.w", 4), at(weights, block + "mlp.ln.w", 4));
        assertEquals(files.at(block + "attn.b_K", 1, 3), at(weights, block + "attn.b_K", 1, 3));
      }
    }
  }

  @Test
  void newNamesOfAnOldModelAreTransposedToo() throws Exception {
    var files = old(begin(1, ", \"architecture\": \"neel-solu-old\""), 1, true, true);
    files.renamed("norm.", "ln_final.").renamed("blocks.0.norm1.", "blocks.0.ln1.");
    try (var weights = files.open()) {
      assertEquals(files.at("ln_final.w", 4), at(weights, "ln_final.w", 4));
      assertEquals(files.at("embed.W_E", 1, 6), at(weights, "embed.W_E", 6, 1));
    }
  }

  @Test
  void oldNamesOfAModelThatSaysItIsNewAreRefused() throws Exception {
    var files = old(begin(1, ", \"architecture\": \"neel\""), 1, false, false);
    var refused = assertThrows(CheckpointException.class, files::open);
    assertTrue(refused.what().contains("blocks.0.ln1.w"), refused.what());
  }

  @Test
  void rootMeanSquareAtTheEndHasNoBias() throws Exception {
    var files = old(begin(2, ", \"final_rms\": true"), 2, true, true).without("norm.b");
    try (var weights = files.open()) {
      assertTrue(weights.names().contains("ln_final.w"));
      assertFalse(weights.names().contains("ln_final.b"));
    }
  }

  @Test
  void minGptIsReadBesideTheSameConfiguration() throws Exception {
    var files = minGpt();
    try (var weights = files.open()) {
      assertEquals(
          files.at("blocks.1.attn.key.weight", 4 + 3, 5),
          at(weights, "blocks.1.attn.W_K", 1, 5, 3));
      assertEquals(
          files.at("blocks.1.attn.value.bias", 4 + 3), at(weights, "blocks.1.attn.b_V", 1, 3));
      assertEquals(
          files.at("blocks.1.attn.proj.weight", 5, 4 + 3),
          at(weights, "blocks.1.attn.W_O", 1, 3, 5));
      assertEquals(files.at("blocks.1.mlp.0.weight", 4, 2), at(weights, "blocks.1.mlp.W_in", 2, 4));
      assertEquals(
          files.at("blocks.1.mlp.2.weight", 2, 4), at(weights, "blocks.1.mlp.W_out", 4, 2));
      assertEquals(files.at("pos_emb", 0, 8, 2), at(weights, "pos_embed.W_pos", 8, 2));
      assertEquals(files.at("head.weight", 6, 2), at(weights, "unembed.W_U", 2, 6));
      assertEquals(files.at("ln_f.bias", 3), at(weights, "ln_final.b", 3));
      assertEquals(List.of("blocks.0.attn.mask"), weights.unused());
    }
  }

  private NumberedCheckpoint minGpt() throws IOException {
    var files =
        begin(2, ", \"architecture\": \"mingpt\"")
            .tensor("tok_emb.weight", 7, 6)
            .tensor("pos_emb", 1, 9, 6)
            .tensor("ln_f.weight", 6)
            .tensor("ln_f.bias", 6)
            .tensor("head.weight", 7, 6)
            .tensor("blocks.0.attn.mask", 1, 1, 9, 9);
    Checkpoints.edit(temp.resolve("model").resolve("config.json"), "solu_ln", "gelu");
    for (var block : List.of("blocks.0.", "blocks.1.")) {
      for (var norm : List.of("ln1", "ln2")) {
        files.tensor(block + norm + ".weight", 6).tensor(block + norm + ".bias", 6);
      }
      for (var kind : List.of("query", "key", "value")) {
        files.tensor(block + "attn." + kind + ".weight", 8, 6);
        files.tensor(block + "attn." + kind + ".bias", 8);
      }
      files.tensor(block + "attn.proj.weight", 6, 8).tensor(block + "attn.proj.bias", 6);
      files.tensor(block + "mlp.0.weight", 5, 6).tensor(block + "mlp.0.bias", 5);
      files.tensor(block + "mlp.2.weight", 6, 5).tensor(block + "mlp.2.bias", 6);
    }
    return files;
  }

  @ParameterizedTest
  @CsvSource({
    "solu, SOLU",
    "solu_ln, SOLU_LN",
    "gelu, GELU",
    "gelu_new, GELU_NEW",
    "gelu_fast, GELU_NEW",
    "gelu_pytorch_tanh, GELU_NEW",
    "silu, SILU",
    "relu, RELU"
  })
  void functionsAreThoseOfTransformerLens(String name, ActivationFunction function)
      throws Exception {
    begin(1, "");
    var folder = temp.resolve("model");
    Checkpoints.edit(folder.resolve("config.json"), "solu_ln", name);
    var fields = ConfigFields.read(folder.resolve("config.json"));
    var bos = new BosToken(fields, TokenizerFiles.in(folder));
    assertEquals(function, TransformerLensConfig.read(fields, bos).activation());
  }

  @Test
  void normsAndPositionsAreChosen() throws Exception {
    begin(1, ", \"final_rms\": true, \"shortformer_pos\": true");
    var folder = temp.resolve("model");
    Checkpoints.edit(folder.resolve("config.json"), "\"LN\"", "\"LNPre\"");
    var fields = ConfigFields.read(folder.resolve("config.json"));
    var bos = new BosToken(fields, TokenizerFiles.in(folder));
    var config = TransformerLensConfig.read(fields, bos);
    assertEquals(NormKind.LN_PRE, config.norm().kind());
    assertEquals(NormKind.RMS_PRE, config.ends().finalNorm().orElseThrow().kind());
    assertEquals(Positions.SHORTFORMER, config.positions());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "\"solu_ln\" | \"xielu\" | act_fn \"xielu\"",
        "\"solu_ln\" | \"relu6\" | act_fn \"relu6\"",
        "\"normalization\": \"LN\" | \"normalization\": null | normalization null",
        "\"LN\" | \"RMS\" | normalization \"RMS\"",
        "\"n_ctx\" | \"architecture\": \"mingpt\", \"n_ctx\" | act_fn \"solu_ln\"",
        "\"n_ctx\" | \"uses_rms_norm\": true, \"n_ctx\" | uses_rms_norm true"
      })
  void whatCannotBeCarriedOutIsRefusedByName(String from, String to, String named)
      throws Exception {
    begin(1, "");
    var folder = temp.resolve("model");
    Checkpoints.edit(folder.resolve("config.json"), from, to);
    var fields = ConfigFields.read(folder.resolve("config.json"));
    var bos = new BosToken(fields, TokenizerFiles.in(folder));
    var refused =
        assertThrows(CheckpointException.class, () -> TransformerLensConfig.read(fields, bos));
    assertTrue(refused.what().contains("asks for " + named), refused.what());
  }
}
