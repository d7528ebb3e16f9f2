// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyseme.engine.model.Rope;
import polyseme.engine.model.Rope.Pairing;
import polyseme.engine.task.CheckpointException;

/// Numbers of the types of scaling that `configs/*.json` do not tell; expected ones follow from the
/// formulas in `modeling_rope_utils` of transformers.
class RopeFieldsTest {

  private static final RopeFields.Usual NEOX =
      new RopeFields.Usual("rotary_emb_base", 10_000, "rotary_pct", 0.25);

  @TempDir private Path temp;

  @Test
  void entryWithinGoesBeforeTheOneAtTheTop() throws Exception {
    var fields =
        fields("{'rope_theta': 5, 'rope_parameters': {'rope_theta': 700, 'rope_type': 'default'}}");
    var rope = RopeFields.read(fields, RopeFields.Usual.PLAIN).whole(8, 64);
    assertEquals(new Rope(8, Pairing.HALVES, 700, new Rope.Unscaled()), rope);
    assertEquals(List.of("rope_theta"), fields.ignored());
  }

  @Test
  void scalingReplacesParametersAsAWhole() throws Exception {
    var fields =
        fields(
            "{'rope_scaling': {'type': 'linear', 'factor': 2}, 'rope_parameters': {'rope_theta':"
                + " 700}}");
    var rope = RopeFields.read(fields, RopeFields.Usual.PLAIN).whole(8, 64);
    assertEquals(new Rope(8, Pairing.HALVES, 10_000, new Rope.Linear(2)), rope);
    assertEquals(List.of("rope_parameters"), fields.ignored());
  }

  @Test
  void emptyScalingLeavesParametersInForce() throws Exception {
    var fields = fields("{'rope_scaling': {}, 'rope_parameters': {'rope_theta': 700}}");
    assertEquals(700, RopeFields.read(fields, RopeFields.Usual.PLAIN).whole(8, 64).theta());
  }

  @Test
  void entriesOfOtherTypesShowUpAsIgnored() throws Exception {
    var fields =
        fields(
            "{'rope_scaling': {'rope_type': 'linear', 'type': 'yarn', 'factor': 2, 'finetuned':"
                + " true}, 'original_max_position_embeddings': 8}");
    RopeFields.read(fields, RopeFields.Usual.PLAIN).whole(8, 64);
    assertEquals(
        List.of("original_max_position_embeddings", "rope_scaling.finetuned", "rope_scaling.type"),
        fields.ignored());
  }

  @Test
  void topNamesOfNeoxAreItsOwn() throws Exception {
    var fields =
        fields(
            "{'rotary_emb_base': 500, 'rotary_pct': 0.5, 'rope_theta': 7,"
                + " 'partial_rotary_factor': 1}");
    var rope = RopeFields.read(fields, NEOX).part(8, 64);
    assertEquals(new Rope(4, Pairing.HALVES, 500, new Rope.Unscaled()), rope);
    assertEquals(List.of("partial_rotary_factor", "rope_theta"), fields.ignored());
  }

  @Test
  void partOfAHeadIsCutOff() throws Exception {
    var part = RopeFields.Usual.PLAIN.withPartial(0.4);
    assertEquals(32, RopeFields.read(fields("{}"), part).part(80, 64).width());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'factor': 4 | 4.0 64 32.0 1.0 true 1.138629436",
        "'factor': null, 'original_max_position_embeddings': 16 | 4.0 16 32.0 1.0 true 1.138629436",
        "'factor': 4, 'beta_fast': 0, 'beta_slow': null | 4.0 64 32.0 1.0 true 1.138629436",
        "'factor': 4, 'truncate': null | 4.0 64 32.0 1.0 false 1.138629436",
        "'factor': 4, 'beta_fast': 16, 'truncate': false | 4.0 64 16.0 1.0 false 1.138629436",
        "'factor': 4, 'mscale': 1, 'mscale_all_dim': 0.5 | 4.0 64 32.0 1.0 true 1.064821625",
        "'factor': 4, 'mscale': 1, 'mscale_all_dim': 0 | 4.0 64 32.0 1.0 true 1.138629436",
        "'factor': 4, 'attention_factor': 0.8 | 4.0 64 32.0 1.0 true 0.800000000",
        "'factor': 0.5, 'beta_slow': 2 | 0.5 64 32.0 2.0 true 1.000000000"
      })
  void yarn(String entries, String expected) throws Exception {
    var yarn = (Rope.Yarn) scaling("{'rope_scaling': {'type': 'yarn', %s}}".formatted(entries));
    var actual =
        String.format(
            Locale.ROOT,
            "%s %d %s %s %s %.9f",
            yarn.factor(),
            yarn.trained(),
            yarn.betaFast(),
            yarn.betaSlow(),
            yarn.truncate(),
            yarn.attentionFactor());
    assertEquals(expected, actual);
  }

  @Test
  void trainedPositionsAtTheTopGoBeforeThoseWithin() throws Exception {
    var within =
        "'rope_scaling': {'rope_type': 'llama3', 'factor': 8, 'low_freq_factor': 1,"
            + " 'high_freq_factor': 4, 'original_max_position_embeddings': 16}";
    assertEquals(new Rope.Llama3(8, 1, 4, 16), scaling("{%s}".formatted(within)));
    assertEquals(
        new Rope.Llama3(8, 1, 4, 32),
        scaling("{%s, 'original_max_position_embeddings': 32}".formatted(within)));
  }

  @Test
  void dynamicCountsFromTheLongestContext() throws Exception {
    assertEquals(
        new Rope.Dynamic(2, 64), scaling("{'rope_scaling': {'type': 'dynamic', 'factor': 2}}"));
  }

  @Test
  void longRopeHasAFactorForEachFrequency() throws Exception {
    var scaling =
        (Rope.LongRope)
            scaling(
                "{'rope_scaling': {'type': 'longrope', 'short_factor': [1, 1, 1, 2],"
                    + " 'long_factor': [2, 2, 2, 3], 'original_max_position_embeddings': 16}}");
    assertEquals(List.of(1.0, 1.0, 1.0, 2.0), scaling.shortFactors());
    assertEquals(List.of(2.0, 2.0, 2.0, 3.0), scaling.longFactors());
    assertEquals(16, scaling.trained());
    // ln(64/16) / ln 16 = 1/2
    assertEquals(Math.sqrt(1.5), scaling.attentionFactor(), 1e-15);
  }

  @Test
  void layersOfGemma3HaveTablesOfTheirOwn() throws Exception {
    var published =
        fields(
            "{'rope_theta': 20000, 'rope_local_base_freq': 500, 'rope_scaling': {'rope_type':"
                + " 'linear', 'factor': 8}}");
    var newer =
        fields(
            "{'rope_parameters': {'full_attention': {'rope_theta': 20000, 'rope_type':"
                + " 'linear', 'factor': 8}, 'sliding_attention': {'rope_theta': 500}}}");
    var expected =
        new RopeFields.Layers(
            new Rope(8, Pairing.HALVES, 500, new Rope.Unscaled()),
            new Rope(8, Pairing.HALVES, 20_000, new Rope.Linear(8)));
    assertEquals(expected, RopeFields.gemma3(published, 8, 64));
    assertEquals(expected, RopeFields.gemma3(newer, 8, 64));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'rope_scaling': {'type': 'ntk'}} | rope_scaling.type",
        "{'rope_scaling': {'type': 'linear'}} | rope_scaling.factor, which type linear needs.",
        "{'rope_scaling': {'type': 'linear', 'factor': null}} | rope_scaling.factor",
        "{'rope_scaling': {'type': 'linear', 'factor': 0}} | rope_scaling.factor",
        "{'rope_scaling': {'type': 'yarn'}} | rope_scaling.factor, which type yarn needs.",
        "{'rope_parameters': {'rope_type': 'yarn'}} | rope_parameters.factor, which rope_type yarn"
            + " needs.",
        "{'rope_scaling': {'type': null}} | rope_scaling.type",
        "{'rope_scaling': 'linear'} | rope_scaling",
        "{'rope_scaling': {'type': 'llama3', 'factor': 2, 'low_freq_factor': 4,"
            + " 'high_freq_factor': 4}} | rope_scaling.high_freq_factor",
        "{'rope_scaling': {'type': 'llama3', 'factor': 2, 'low_freq_factor': 4}} |"
            + " rope_scaling.high_freq_factor, which type llama3 needs.",
        "{'rope_scaling': {'type': 'longrope', 'short_factor': [1], 'long_factor': [1]}} |"
            + " rope_scaling.short_factor",
        "{'rope_scaling': {'type': 'longrope', 'short_factor': [1, 1, 1, 1]}} |"
            + " rope_scaling.long_factor",
        "{'rope_scaling': {'partial_rotary_factor': 0.5}} | rope_scaling.partial_rotary_factor",
        "{'rope_scaling': {'mrope_section': [1]}} | rope_scaling.mrope_section",
        "{'rope_parameters': {'full_attention': {}}} | rope_parameters.full_attention",
        "{'rope_parameters': {'rope_theta': null}} | rope_parameters.rope_theta",
        "{'rope_theta': null} | rope_theta",
        "{'rope_theta': -1} | rope_theta",
        "{'partial_rotary_factor': 0.5} | partial_rotary_factor"
      })
  void whatCannotBeCarriedOutIsRefusedByName(String json, String named) throws Exception {
    var refused = assertThrows(CheckpointException.class, () -> scaling(json));
    assertTrue(refused.what().contains(" " + named), refused.what());
  }

  @Test
  void coordinatesThatMakeNoPairsAreRefused() throws Exception {
    var part = RopeFields.read(fields("{'rotary_pct': 0.3}"), NEOX);
    assertEquals(2, part.part(8, 64).width());
    assertThrows(CheckpointException.class, () -> part.part(10, 64));
    var more = RopeFields.read(fields("{'rotary_pct': 1.5}"), NEOX);
    var refused = assertThrows(CheckpointException.class, () -> more.part(8, 64));
    assertTrue(refused.what().contains("rotary_pct 1.5"), refused.what());
  }

  private Rope.Scaling scaling(String json) throws Exception {
    return RopeFields.read(fields(json), RopeFields.Usual.PLAIN).whole(8, 64).scaling();
  }

  private ConfigFields fields(String json) throws Exception {
    var file = Files.writeString(temp.resolve("config.json"), json.replace('\'', '"'));
    return ConfigFields.read(file);
  }
}
