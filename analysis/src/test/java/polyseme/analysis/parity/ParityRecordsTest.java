// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.analysis.parity.ParityBadge.Kind;
import polyseme.engine.parity.ParityReference;
import polyseme.engine.task.OutputException;

final class ParityRecordsTest {

  private static final String DIGEST = "5f".repeat(32);
  private static final String PROGRAM = "Polyseme 1.2.3";
  private static final String NAME = DIGEST + "-none-" + "08".repeat(32) + ".json";

  @TempDir private Path cache;

  private static ParityRecord kept(ParityRecord.Outcome outcome) {
    return kept("expected", outcome);
  }

  private static ParityRecord kept(String file, ParityRecord.Outcome outcome) {
    var sha256 = "%02x".formatted(file.length()).repeat(32);
    return new ParityRecord(
        new ParityRecord.Subject("solu-2l", DIGEST, "none"),
        new ParityReference(file + ".safetensors", sha256, "TransformerLens", 2, 94),
        outcome,
        new ParityRecord.Made(LocalDate.of(2026, 11, 24), PROGRAM, "PyTorch 2.7.1"));
  }

  private static ParityRecord good() {
    return kept(new ParityRecord.Outcome(5e-5, 2.1e-5, "blocks.1.mlp.hook_post", 47, 0, 0));
  }

  private static ParityBadge badge(ParityRecord.Outcome outcome) {
    return ParityBadge.of(List.of(kept(outcome)), PROGRAM);
  }

  @Test
  void whatIsRememberedIsFoundAgain() throws Exception {
    var records = new ParityRecords(cache);
    assertEquals(List.of(), records.find(DIGEST, "none"));
    records.remember(good());
    assertEquals(List.of(good()), new ParityRecords(cache).find(DIGEST, "none"));
    assertEquals(List.of(), records.find(DIGEST, "default"));
    assertEquals(List.of(), records.find("aa".repeat(32), "none"));
    assertTrue(Files.exists(cache.resolve("parity").resolve(NAME)));
  }

  @Test
  void theLastComparisonWithAReferenceCountsEvenIfItFailed() throws Exception {
    var records = new ParityRecords(cache);
    var bad = kept(new ParityRecord.Outcome(5e-5, Double.NaN, "logits", 47, 1, 0));
    records.remember(good());
    records.remember(bad);
    assertEquals(List.of(bad), records.find(DIGEST, "none"));
    assertEquals(Kind.FAILED, ParityBadge.of(records.find(DIGEST, "none"), PROGRAM).kind());
  }

  @Test
  void anotherReferenceDoesNotWipeOutAGoodComparison() throws Exception {
    var records = new ParityRecords(cache);
    var foreign = kept("foreign", new ParityRecord.Outcome(5e-5, 0.25, "logits", 47, 3, 0));
    records.remember(good());
    records.remember(foreign);
    touch(foreign, 1);
    assertEquals(List.of(foreign, good()), records.find(DIGEST, "none"));
    var badge = ParityBadge.of(records.find(DIGEST, "none"), PROGRAM);
    assertEquals(Kind.VERIFIED, badge.kind());
    assertEquals(
        "verified against TransformerLens (expected.safetensors), largest error 2.1e-5,"
            + " 24 Nov 2026; another reference disagrees",
        badge.text());
    assertTrue(
        badge
            .detail()
            .contains(
                "It does not agree with TransformerLens (foreign.safetensors), 24 Nov 2026: 3 of 47"
                    + " hook points differ"),
        badge.detail());
    var late = kept(new ParityRecord.Outcome(1e-9, 2.1e-5, "logits", 47, 9, 0));
    records.remember(late); // the reference that agreed, now held to more
    assertEquals(Kind.FAILED, ParityBadge.of(records.find(DIGEST, "none"), PROGRAM).kind());
  }

  @Test
  void theNewestOfSeveralThatAgreeIsTheBadge() throws Exception {
    var records = new ParityRecords(cache);
    var newer = kept("other", new ParityRecord.Outcome(5e-5, 1e-6, "logits", 1, 0, 0));
    records.remember(newer);
    records.remember(good());
    touch(newer, 60);
    var text = ParityBadge.of(records.find(DIGEST, "none"), PROGRAM).text();
    assertTrue(text.contains("other.safetensors") && !text.contains("disagree"), text);
    touch(newer, -60);
    text = ParityBadge.of(records.find(DIGEST, "none"), PROGRAM).text();
    assertTrue(text.contains("expected.safetensors"), text);
  }

  private void touch(ParityRecord kept, int seconds) throws IOException {
    var name = "%s-none-%s.json".formatted(DIGEST, kept.reference().sha256());
    var time = FileTime.from(Instant.now().plusSeconds(seconds));
    Files.setLastModifiedTime(cache.resolve("parity").resolve(name), time);
  }

  @Test
  void theRecordOfAnEarlierVersionIsRead() throws Exception {
    var records = new ParityRecords(cache);
    records.remember(good());
    var now = cache.resolve("parity").resolve(NAME);
    Files.move(now, now.resolveSibling(DIGEST + "-none.json"));
    assertEquals(List.of(good()), records.find(DIGEST, "none"));
    records.remember(good());
    assertEquals(List.of(good()), records.find(DIGEST, "none"));
  }

  @Test
  void aDamagedRecordIsNone() throws Exception {
    var records = new ParityRecords(cache);
    records.remember(good());
    var file = cache.resolve("parity").resolve(NAME);
    var whole = Files.readString(file).strip();
    for (var length = 0; length < whole.length(); length++) {
      Files.writeString(file, whole.substring(0, length));
      assertEquals(List.of(), records.find(DIGEST, "none"), whole.substring(0, length));
    }
    for (var spoiled : new String[] {"[]", "{}", whole.replace("2026", "x"), "null"}) {
      Files.writeString(file, spoiled);
      assertEquals(List.of(), records.find(DIGEST, "none"), spoiled);
    }
  }

  @Test
  void aCacheThatCannotBeWrittenIsSaid() throws Exception {
    var file = Files.createFile(cache.resolve("file"));
    var records = new ParityRecords(file);
    var said = assertThrows(OutputException.class, () -> records.remember(good()));
    assertTrue(said.what().contains("cannot be remembered"), said.what());
  }

  @Test
  void aGoodComparisonTellsReferenceErrorAndDay() {
    var badge = ParityBadge.of(List.of(good()), PROGRAM);
    assertEquals(Kind.VERIFIED, badge.kind());
    assertEquals("verified, 2.1e-5", badge.title());
    assertEquals(
        "verified against TransformerLens (expected.safetensors), largest error 2.1e-5,"
            + " 24 Nov 2026",
        badge.text());
    assertTrue(
        badge.detail().contains("47 hook points over 2 texts, tolerance 5e-5"), badge.detail());
    assertTrue(badge.detail().contains("PyTorch 2.7.1"), badge.detail());
  }

  @Test
  void aBadComparisonTellsWhere() {
    var differs = badge(new ParityRecord.Outcome(5e-5, 0.25, "logits", 47, 3, 0));
    assertEquals(Kind.FAILED, differs.kind());
    assertTrue(differs.text().contains("3 of 47 hook points differ"), differs.text());
    assertTrue(differs.text().contains("the worst by 2.5e-1 at logits"), differs.text());
    var lacks = badge(new ParityRecord.Outcome(5e-5, 1e-6, "logits", 47, 0, 2));
    assertEquals(Kind.FAILED, lacks.kind());
    assertTrue(lacks.text().contains("2 of its tensors"), lacks.text());
    assertEquals(Kind.FAILED, badge(new ParityRecord.Outcome(1, 0, "", 0, 0, 0)).kind());
  }

  @Test
  void anotherVersionVerifiesNothing() {
    var badge = ParityBadge.of(List.of(good()), "Polyseme 1.2.4");
    assertEquals(Kind.UNKNOWN, badge.kind());
    assertTrue(badge.text().contains("by Polyseme 1.2.3, 24 Nov 2026"), badge.text());
    assertTrue(badge.detail().contains("polyseme verify"), badge.detail());
    assertEquals(ParityBadge.NONE, ParityBadge.of(List.of(), PROGRAM));
  }

  @Test
  void errorsHaveTwoDigits() {
    assertEquals("2.1e-5", ParityBadge.error(2.06e-5));
    assertEquals("1.0e-10", ParityBadge.error(1e-10));
    assertEquals("2.5", ParityBadge.error(2.5));
    assertEquals("5e-5", ParityBadge.tolerance(5e-5));
    assertEquals("1", ParityBadge.tolerance(1));
    assertEquals("0", ParityBadge.error(0));
    assertEquals("∞", ParityBadge.error(Double.POSITIVE_INFINITY));
    assertEquals("NaN", ParityBadge.error(Double.NaN));
  }
}
