// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hubcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HubEnvironmentTest {

  @TempDir private Path home;

  private HubEnvironment with(String... pairs) {
    var variables = new HashMap<String, String>();
    for (var pair : pairs) {
      var parts = pair.split("=", 2);
      variables.put(parts[0], parts[1]);
    }
    return new HubEnvironment(variables, home);
  }

  /// The order is that of huggingface_hub's constants.
  @Test
  void theCacheIsWhereTheFirstVariableSays() {
    assertEquals(home.resolve(".cache/huggingface/hub"), with().cache());
    assertEquals(Path.of("/x/huggingface/hub"), with("XDG_CACHE_HOME=/x").cache());
    assertEquals(Path.of("/h/hub"), with("XDG_CACHE_HOME=/x", "HF_HOME=/h").cache());
    assertEquals(Path.of("/old"), with("HF_HOME=/h", "HUGGINGFACE_HUB_CACHE=/old").cache());
    assertEquals(Path.of("/new"), with("HUGGINGFACE_HUB_CACHE=/old", "HF_HUB_CACHE=/new").cache());
    assertEquals(home.resolve("m"), with("HF_HUB_CACHE=~/m").cache());
    assertEquals(Path.of("/d/m"), with("HF_HUB_CACHE=$DATA/m", "DATA=/d").cache());
    assertEquals(Path.of("/d/m"), with("HF_HUB_CACHE=${DATA}/m", "DATA=/d").cache());
  }

  @ParameterizedTest
  @CsvSource({
    "HF_HUB_OFFLINE=1, true",
    "HF_HUB_OFFLINE=true, true",
    "HF_HUB_OFFLINE=0, false",
    "TRANSFORMERS_OFFLINE=yes, true",
    "OTHER=1, false"
  })
  void offlineIsWhatTheVariablesSay(String variable, boolean offline) {
    assertEquals(offline, with(variable).offline());
  }

  @Test
  void theTokenComesFromItsUsualPlaces() throws IOException {
    assertEquals(Optional.empty(), with().token());
    Files.createDirectories(home.resolve(".cache/huggingface"));
    Files.writeString(home.resolve(".cache/huggingface/token"), "hf_kept\n");
    assertEquals(Optional.of("hf_kept"), with().token());
    assertEquals(Optional.of("hf_old"), with("HUGGING_FACE_HUB_TOKEN=hf_old").token());
    assertEquals(
        Optional.of("hf_new"), with("HUGGING_FACE_HUB_TOKEN=hf_old", "HF_TOKEN=hf_new\n").token());
    assertEquals(Optional.empty(), with("HF_HUB_DISABLE_IMPLICIT_TOKEN=1").token());
    Files.writeString(home.resolve("mine"), "hf_mine");
    assertEquals(Optional.of("hf_mine"), with("HF_TOKEN_PATH=~/mine").token());
  }

  @Test
  void whatIsNoHeaderIsNoToken() {
    assertEquals(Optional.empty(), with("HF_TOKEN=two\r\nlines: x").token());
    assertEquals(Optional.empty(), with("HF_TOKEN=   ").token());
  }

  @Test
  void theTokenIsNotShown() {
    assertFalse(with("HF_TOKEN=hf_secret").toString().contains("secret"));
  }

  @Test
  void anEndpointLosesItsSlash() {
    assertEquals("https://huggingface.co", with().endpoint());
    assertEquals(
        "https://mirror.example/hf", with("HF_ENDPOINT=https://mirror.example/hf/").endpoint());
  }

  @Test
  void namesOfRepositoriesAreSafeNamesOfFolders() {
    assertEquals("models--a--b.c", new RepoId("a/b.c").folder());
    assertEquals(Optional.of(new RepoId("a/b.c")), RepoId.ofFolder("models--a--b.c"));
    assertEquals(Optional.of(new RepoId("gpt2")), RepoId.ofFolder("models--gpt2"));
    for (var bad : "../x a/../b a//b a/b/c .a/b a/b. a--b a/b\n a\\b a/b.git".split(" ", -1)) {
      assertTrue(RepoId.parse(bad).isEmpty(), bad);
    }
  }
}
