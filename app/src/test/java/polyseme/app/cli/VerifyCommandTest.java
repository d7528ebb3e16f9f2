// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

final class VerifyCommandTest {

  private static final String REFERENCE = Cli.SOLU + "/plain/expected.safetensors";
  private static final String TOKENS = Cli.SOLU + "/plain/expected.json";

  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void begin() {
    cli = new Cli(folder);
  }

  private Cli.Outcome verify(String reference, String... more) {
    var args = new ArrayList<>(List.of("verify", Cli.SOLU, "--reference", reference));
    args.addAll(List.of("--tokens", TOKENS));
    args.addAll(List.of(more));
    return cli.run(args.toArray(String[]::new));
  }

  private String spoiled() throws IOException {
    var bytes = Files.readAllBytes(Path.of(REFERENCE));
    var header = Math.toIntExact(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
    var json = new JsonMapper().readTree(new String(bytes, 8, header, StandardCharsets.UTF_8));
    var at = json.get("1/blocks.1.mlp.hook_post").get("data_offsets").get(0).intValue();
    bytes[8 + header + at + 3] ^= 0x40; // another exponent
    return Files.write(folder.resolve("spoiled.safetensors"), bytes).toString();
  }

  private String parity() {
    return cli.run("info", Cli.SOLU, "--json").json().get("parity").asString();
  }

  @Test
  void agreementIsToldAndRemembered() throws IOException {
    assertTrue(parity().startsWith("not verified"), parity());
    var told = verify(REFERENCE);
    assertEquals(ExitCode.DONE, told.code(), told.err());
    var lines = told.out().lines().toList();
    assertTrue(lines.getFirst().matches("hook point +error +max abs +rms +relative"), told.out());
    assertTrue(lines.get(1).matches("\\S+( +\\d\\.\\de-\\d){4}"), told.out());
    assertTrue(lines.getLast().startsWith("All of 47 hook points over 2 texts agree"), told.out());
    assertTrue(parity().startsWith("verified against"), parity());
    var page = folder.resolve("page.html");
    cli.run("heatmap", Cli.SOLU, "--neuron", "L1.5", "--text", "Hi", "-o", page.toString());
    assertTrue(Files.readString(page).contains("<p class=\"parity verified small\""));
  }

  @Test
  void disagreementEndsWithOneAndIsRemembered() throws IOException {
    var told = verify(spoiled());
    assertEquals(ExitCode.USER, told.code());
    var lines = told.out().lines().toList();
    assertTrue(lines.get(1).startsWith("blocks.1.mlp.hook_post"), told.out());
    assertTrue(lines.get(1).endsWith("differs, text 1"), told.out());
    assertTrue(lines.getLast().contains("1 of 47 hook points differ by more than 5e-5"));
    assertTrue(parity().contains("does not agree with spoiled.safetensors"), parity());
    assertFalse(cli.run("info", Cli.SOLU).out().contains("not verified"));
  }

  @Test
  void aForeignReferenceLeavesAGoodRecordAlone() throws IOException {
    verify(REFERENCE);
    assertEquals(ExitCode.USER, verify(spoiled()).code());
    assertTrue(parity().startsWith("verified against"), parity());
    assertTrue(parity().endsWith("another reference disagrees"), parity());
    verify(REFERENCE, "--tolerance", "0");
    assertTrue(parity().startsWith("does not agree with"), parity());
  }

  @Test
  void foldedNumbersAgreeWithFoldedWeightsOnly() {
    var folded = Cli.SOLU + "/folded/expected";
    var args =
        new String[] {
          "verify",
          Cli.SOLU,
          "--reference",
          folded + ".safetensors",
          "--tokens",
          folded + ".json",
          "--json",
          "--processing",
          "none"
        };
    assertEquals(ExitCode.USER, cli.run(args).code());
    args[args.length - 1] = "default";
    var told = cli.run(args).json();
    assertTrue(told.get("agrees").asBoolean());
    assertEquals("default", told.get("processing").asString());
    assertTrue(parity().startsWith("does not agree"), "each processing has its own record");
  }

  @Test
  void theCacheShowsWhatWasTriedOutAndCompared() {
    verify(REFERENCE);
    var parts = cli.run("cache", "--json").json().get("parts").valueStream().toList();
    for (var name : new String[] {"parity", "probes"}) {
      var part = parts.stream().filter(one -> one.get("part").asString().equals(name)).findAny();
      assertEquals(1, part.orElseThrow().get("files").asInt(), name);
    }
    cli.run("cache", "--clear", "parity", "--yes");
    assertTrue(parity().startsWith("not verified"), parity());
  }

  @Test
  void theToleranceDecides() {
    assertEquals(ExitCode.USER, verify(REFERENCE, "--tolerance", "0").code());
    assertEquals(ExitCode.DONE, verify(REFERENCE, "--tolerance", "0.5").code());
    verify(REFERENCE, "--tolerance", "-1").assertRefused(ExitCode.USAGE, "--tolerance");
    verify(REFERENCE, "--tolerance", "much")
        .assertRefused(ExitCode.USAGE, "--tolerance takes a number, not “much”.");
  }

  @Test
  void asJsonItHasTheSameNumbers() {
    var told = verify(REFERENCE, "--json").json();
    assertTrue(told.get("agrees").asBoolean());
    assertEquals(47, told.get("hooks").size());
    var worst = told.get("hooks").get(0);
    assertEquals(told.get("worst").asString(), worst.get("hook").asString());
    assertEquals(told.get("largest_error").asDouble(), worst.get("error").asDouble());
    assertTrue(told.get("largest_error").asDouble() <= 5e-5);
    assertEquals(0, told.get("lacking").size());
    assertEquals(2, told.get("reference").get("texts").asInt());
    assertEquals(
        told.get("model_sha256"), cli.run("info", Cli.SOLU, "--json").json().get("sha256"));
  }

  @Test
  void whatCannotBeComparedIsASentence() throws IOException {
    verify(folder.resolve("none.safetensors").toString())
        .assertRefused(ExitCode.USER, "none.safetensors cannot be read");
    verify(Cli.SOLU + "/config.json").assertRefused(ExitCode.USER, "config.json is damaged");
    verify(Cli.PARITY.resolve("gpt2/model.safetensors").toString())
        .assertRefused(ExitCode.USER, "holds no tensor called TEXT/HOOK");
    var tokens = Files.writeString(folder.resolve("t.json"), "{\"texts\":[{\"tokens\":[1]}]}");
    cli.run("verify", Cli.SOLU, "--reference", REFERENCE, "--tokens", tokens.toString())
        .assertRefused(ExitCode.USER, "text 1", "only 1 texts");
    verify(REFERENCE, "--processing", "moon").assertRefused(ExitCode.USER, "“moon”");
    cli.run("verify", Cli.SOLU).assertRefused(ExitCode.USAGE, "--reference");
    assertTrue(parity().startsWith("not verified"), parity());
  }
}
