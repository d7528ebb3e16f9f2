// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.StoreException;
import polyseme.engine.task.Workers;

/// What a scan's folder gives back, whole or spoiled.
class ScansTest {

  @TempDir private Path folder;
  private Path scan;

  @BeforeEach
  void makeScan() throws PolysemeException {
    scan = make("scan", 21);
  }

  private Path make(String name, long seed) throws PolysemeException {
    var into = folder.resolve(name);
    var options = TestOptions.of(3, 0, 4, 20, 42, 1);
    var corpus = ListCorpus.random(seed, 30);
    Scanner.scan(new FakeModel(true), corpus, options, into, "test 1", Progress.NONE).close();
    return into;
  }

  /// All that a scan can be asked.
  private static List<Object> everything(Path folder) throws StoreException {
    var all = new ArrayList<>();
    try (var scan = Scans.open(folder)) {
      all.add(scan.provenance());
      all.add(scan.run());
      all.add(scan.activationProfiles());
      all.add(scan.profilePositions());
      for (var row = 0; row < scan.neurons().size(); row++) {
        all.add(scan.profile(scan.neurons().id(row)));
      }
      for (var i = 0; i < scan.provenance().documents(); i++) {
        all.add(scan.document(i));
      }
      scan.checkAll();
    }
    return all;
  }

  @Test
  void reopenedScanIsTheSame() throws StoreException {
    assertEquals(everything(scan), everything(scan));
  }

  @Test
  void provenanceSaysHowToMakeItAgain() throws StoreException {
    try (var opened = Scans.open(scan)) {
      var provenance = opened.provenance();
      assertEquals("test 1", provenance.program());
      assertEquals("fake", provenance.modelName());
      assertEquals("mlp.hook_post", provenance.hook());
      assertEquals(30, provenance.documents());
      assertEquals(TestOptions.of(3, FakeModel.CONTEXT, 4, 20, 42, 0), provenance.options());
      assertEquals(1, opened.run().workers());
      assertTrue(Path.of(opened.run().modelPath()).isAbsolute());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"scan.json", "run.json", "neurons.psc", "tokens.bin", "documents.bin"})
  void cutOffFileGivesASentence(String name) throws IOException {
    var file = scan.resolve(name);
    var bytes = Files.readAllBytes(file);
    var random = new SplittableRandom(1);
    for (var i = 0; i < 150; i++) {
      var length = i < 40 ? i : random.nextInt(bytes.length - 2);
      Files.write(file, java.util.Arrays.copyOf(bytes, length));
      assertThrows(StoreException.class, () -> everything(scan), name + " of " + length);
    }
    Files.delete(file);
    assertThrows(StoreException.class, () -> everything(scan));
  }

  @ParameterizedTest
  @ValueSource(strings = {"scan.json", "neurons.psc", "tokens.bin", "documents.bin"})
  void changedByteGivesASentence(String name) throws IOException, StoreException {
    var file = scan.resolve(name);
    var bytes = Files.readAllBytes(file);
    var random = new SplittableRandom(2);
    for (var i = 0; i < 300; i++) {
      var at = i < 60 ? i : random.nextInt(bytes.length);
      var changed = bytes.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, changed);
      assertThrows(StoreException.class, () -> everything(scan), name + " at " + at);
    }
  }

  @Test
  void filesOfTwoScansAreNotMixed() throws PolysemeException, IOException {
    var other = make("other", 22);
    for (var name : List.of("scan.json", "neurons.psc", "tokens.bin", "documents.bin")) {
      var own = Files.readAllBytes(scan.resolve(name));
      Files.write(scan.resolve(name), Files.readAllBytes(other.resolve(name)));
      assertThrows(StoreException.class, () -> everything(scan), name);
      Files.write(scan.resolve(name), own);
    }
  }

  @Test
  void newerVersionAsksForANewerProgram() throws IOException {
    var file = scan.resolve("neurons.psc");
    var bytes = Files.readAllBytes(file);
    bytes[8] = 3;
    Files.write(file, bytes);
    var refused = assertThrows(StoreException.class, () -> Scans.open(scan));
    assertTrue(refused.what().contains("version 3"), refused.what());
    assertEquals("Open it with a newer Polyseme.", refused.remedy());
  }

  @Test
  void closedScanSaysSo() throws StoreException {
    var closed = Scans.open(scan);
    closed.close();
    var refused = assertThrows(StoreException.class, () -> closed.document(0));
    assertTrue(refused.what().contains("it was closed meanwhile"), refused.what());
    assertEquals("Open the scan again.", refused.remedy());
    assertEquals(30, closed.provenance().documents());
  }

  /// Two threads read all neurons again and again; whatever they were at when the scan is closed,
  /// they end with a sentence.
  @Test
  void closingWhileOthersReadGivesThemASentence() throws Exception {
    for (var round = 0; round < 20; round++) {
      var shared = Scans.open(scan);
      var reading = new CountDownLatch(2);
      Callable<Boolean> reader =
          () -> {
            for (var i = 0; ; i++) {
              shared.profile(shared.neurons().id(i % shared.neurons().size()));
              shared.activationProfiles();
              reading.countDown();
            }
          };
      Callable<Boolean> closer =
          () -> {
            reading.await();
            shared.close();
            return true;
          };
      try (var workers = new Workers(3)) {
        var refused =
            assertThrows(StoreException.class, () -> workers.all(List.of(closer, reader, reader)));
        assertTrue(refused.what().contains("it was closed meanwhile"), refused.what());
      }
    }
  }

  @Test
  void howTextsBeganIsKept() throws PolysemeException {
    var without = folder.resolve("without");
    var options = TestOptions.of(3, 0, 4, 20, 42, 1);
    var corpus = ListCorpus.random(21, 30);
    Scanner.scan(new FakeModel(false), corpus, options, without, "test 1", Progress.NONE).close();
    try (var begun = Scans.open(scan);
        var plain = Scans.open(without)) {
      assertTrue(begun.provenance().bos());
      assertFalse(plain.provenance().bos());
    }
  }

  @Test
  void scanFromBeforeProcessingWasWrittenDownIsRead() throws Exception {
    var file = scan.resolve("scan.json");
    var told = Files.readString(file);
    var older = told.replaceFirst(",\\s*\"processing\" : \"none\",\\s*\"bos\" : true", "");
    assertTrue(older.length() < told.length(), told);
    var bytes = older.getBytes(StandardCharsets.UTF_8);
    var provenance = new ScanJson().read(bytes, file, "model");
    assertEquals("none", provenance.processing());
    assertTrue(provenance.bos());
  }

  @Test
  void numbersThatAreTooLargeAreRefused() throws IOException {
    var file = scan.resolve("scan.json");
    Files.writeString(
        file, Files.readString(file).replace("\"topK\" : 3", "\"topK\" : 4294967299"));
    var refused = assertThrows(StoreException.class, () -> Scans.open(scan));
    assertTrue(refused.what().contains("`topK` is 4294967299"), refused.what());
  }

  @Test
  void folderWithoutAScanGivesASentence() throws IOException {
    var empty = Files.createDirectories(folder.resolve("empty"));
    var refused = assertThrows(StoreException.class, () -> Scans.open(empty));
    assertTrue(refused.what().contains("holds no scan"), refused.what());
    assertThrows(StoreException.class, () -> Scans.open(folder.resolve("nowhere")));
  }
}
