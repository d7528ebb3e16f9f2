// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.Models;
import polyseme.engine.OpenOptions;
import polyseme.engine.task.Progress;
import polyseme.engine.task.TokenizerException;

/// Tokenizers are tried out once in a process that may die.
final class TokenizerProbesTest {

  private static final ProbeProcess ABORTING = new ProbeProcess(Aborting.class.getName(), 20);
  private static final ProbeProcess NOBODY = new ProbeProcess("nobody.is.Here", 20);

  @TempDir private Path temp;

  private Path probes() {
    return temp.resolve("probes");
  }

  private static TokenizerFile file(String kind) throws Exception {
    return TokenizerFile.read(FamilyTokenizersTest.file(kind));
  }

  private String refusal(ProbeProcess process) {
    var probes = new TokenizerProbes(probes(), process);
    return assertThrows(TokenizerException.class, () -> probes.check(file("opt"), Progress.NONE))
        .what();
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(probes())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"opt", "qwen", "gemma", "bloom"})
  void goodTokenizersAreTriedOutOnce(String kind) throws Exception {
    new TokenizerProbes(probes()).check(file(kind), Progress.NONE);
    assertEquals(1, names().size(), names()::toString);
    new TokenizerProbes(probes(), NOBODY).check(file(kind), Progress.NONE);
  }

  @Test
  void theDemosTokenizerIsNotTriedOut() throws Exception {
    var demo = Path.of("../assets/src/main/resources/polyseme/assets/demo/model/tokenizer.json");
    new TokenizerProbes(probes(), NOBODY).check(TokenizerFile.read(demo), Progress.NONE);
    assertTrue(Files.notExists(probes()));
  }

  @Test
  void aModelIsOpenedWithItsTokenizerTriedOut() throws Exception {
    var options = OpenOptions.defaults().withProbes(probes());
    Models.open(Golden.resource("gpt2"), options, Progress.NONE).close();
    assertEquals(1, names().size());
  }

  @Test
  void anAbortIsSurvivedAndRemembered() throws Exception {
    var refusal = refusal(ABORTING);
    assertTrue(refusal.contains("vocab.json"), refusal);
    assertTrue(refusal.contains("ended the process with signal 6 (SIGABRT)"), refusal);
    assertEquals(refusal, refusal(NOBODY));
    assertEquals(1, names().size());
  }

  @Test
  void anAbortOfTheLibraryIsToldInItsWords() throws Exception {
    var input = Files.writeString(temp.resolve("input"), Aborting.TOKENIZER);
    var refusal = new ProbeProcess().refusal(input, Progress.NONE);
    assertTrue(refusal.contains("signal 6 (SIGABRT) (start byte index 2"), refusal);
  }

  @Test
  void whatTheLibraryDoesNotUnderstandIsToldInItsWords() throws Exception {
    var input = Files.writeString(temp.resolve("input"), "{}\n");
    var refusal = new ProbeProcess().refusal(input, Progress.NONE);
    assertEquals("the process ended with exit code 1 (Model missing. at line 1 column 2)", refusal);
  }

  @Test
  void whatTakesTooLongIsEndedAndRefused() {
    var refusal = refusal(new ProbeProcess(Sleeping.class.getName(), 1));
    assertTrue(refusal.contains("it was not done in 1 s"), refusal);
  }

  @Test
  void tryingOutCanBeCancelledAndLeavesNothing() throws Exception {
    var probes = new TokenizerProbes(probes(), new ProbeProcess(Sleeping.class.getName(), 20));
    var progress =
        new Progress() {
          @Override
          public void report(String step, long done, long total, String unit) {
            assertEquals("Trying out the tokenizer", step);
          }

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThrows(CancellationException.class, () -> probes.check(file("opt"), progress));
    assertEquals(List.of(), names());
  }

  @Test
  void anotherFileOrAnotherLibraryIsTriedOutAgain() throws Exception {
    refusal(ABORTING);
    new TokenizerProbes(probes()).check(file("qwen"), Progress.NONE);
    assertEquals(2, names().size());
    for (var name : names()) {
      var result = probes().resolve(name);
      Files.writeString(result, Files.readString(result).replace("0.21.0", "0.20.0"));
    }
    new TokenizerProbes(probes()).check(file("opt"), Progress.NONE);
    var opt = FileDigest.of(file("opt").sources()) + ".json";
    assertTrue(Files.readString(probes().resolve(opt)).contains("\"refusal\":\"\""));
  }

  @Test
  void aDamagedResultIsTriedOutAgain() throws Exception {
    refusal(ABORTING);
    Files.writeString(probes().resolve(names().getFirst()), "{");
    new TokenizerProbes(probes()).check(file("opt"), Progress.NONE);
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws Exception {
    Files.writeString(probes(), "a file has the name");
    var refusal = refusal(NOBODY);
    assertTrue(refusal.contains("cannot be tried out"), refusal);
  }
}
