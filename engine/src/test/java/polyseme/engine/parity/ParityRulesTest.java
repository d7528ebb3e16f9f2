// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyseme.engine.HookedModel;
import polyseme.engine.Models;
import polyseme.engine.checkpoint.SafetensorsWriter;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// A model compared with its own numbers, whole and spoiled.
final class ParityRulesTest {

  private static final String POST = "blocks.1.mlp.hook_post";
  private static final String SCORES = "blocks.0.attn.hook_attn_scores";
  private static final List<int[]> TEXTS = List.of(new int[] {1, 50, 60, 70}, new int[] {1, 80});

  private static HookedModel model;

  @TempDir private Path folder;

  /// A tensor of a reference.
  private record Tensor(List<Integer> shape, List<Float> values) {}

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private String tokens = "{\"texts\": [{\"tokens\": [1, 50, 60, 70]}, {\"tokens\": [1, 80]}]}";

  @BeforeAll
  static void open() throws Exception {
    model = Models.open(Path.of("src", "test", "resources", "parity", "solu-2l"), Progress.NONE);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private void computeReference() throws Exception {
    for (var text = 0; text < TEXTS.size(); text++) {
      var hooks = model.hooks().stream().filter(h -> !h.onRequest()).collect(Collectors.toSet());
      var batch = TokenBatch.of(TEXTS.get(text));
      var result = model.run(ForwardRequest.capturing(batch, hooks).withLogits());
      for (var hook : result.cache().hooks()) {
        var held = result.cache().get(hook);
        put(text + "/" + hook.name(), held.shape(), held.toArray());
      }
      var logits = Objects.requireNonNull(result.logits());
      put(text + "/logits", logits.shape(), logits.toArray());
    }
  }

  private void put(String name, List<Integer> shape, float... values) {
    var boxed = new ArrayList<Float>();
    for (var value : values) {
      boxed.add(value);
    }
    tensors.put(name, new Tensor(shape, boxed));
  }

  private void spoil(String name, int at, float value) {
    var tensor = Objects.requireNonNull(tensors.get(name));
    tensor.values().set(at, value);
  }

  private float at(String name, int at) {
    return Objects.requireNonNull(tensors.get(name)).values().get(at);
  }

  private Path reference() throws Exception {
    var writer = new SafetensorsWriter().metadata("made_with", "a test 1.0");
    tensors.forEach((name, tensor) -> {
      var values = new float[tensor.values().size()];
      for (var i = 0; i < values.length; i++) {
        values[i] = tensor.values().get(i);
      }
      writer.tensor(name, tensor.shape(), () -> FloatBuffer.wrap(values));
    });
    var file = folder.resolve("reference.safetensors");
    writer.write(file);
    return file;
  }

  private ParityReport compare(double tolerance) throws Exception {
    return Parity.compare(model, reference(), tokenFile(), tolerance, Progress.NONE);
  }

  private Path tokenFile() throws Exception {
    return Files.writeString(folder.resolve("tokens.json"), tokens);
  }

  private static HookParity of(ParityReport report, String hook) {
    return report.hooks().stream().filter(one -> one.hook().equals(hook)).findFirst().orElseThrow();
  }

  @Test
  void itsOwnNumbersAgreeExactly() throws Exception {
    computeReference();
    var report = compare(0);
    assertTrue(report.agrees(), report.hooks().toString());
    assertEquals(0, report.largestError());
    assertEquals(tensors.size() / 2, report.hooks().size());
    assertEquals("a test 1.0", report.reference().maker());
    assertEquals("a test 1.0 (reference.safetensors)", report.reference().title());
    assertEquals(2, report.reference().texts());
    assertEquals(tensors.size(), report.reference().tensors());
    assertEquals(64, report.reference().sha256().length());
    assertEquals(2L * 16 + 8, of(report, SCORES).numbers(), "heads · positions²");
  }

  @Test
  void theBatchAxisAndFlatRowsMakeNoDifference() throws Exception {
    computeReference();
    for (var entry : tensors.entrySet()) {
      entry.setValue(
          new Tensor(List.of(entry.getValue().values().size()), entry.getValue().values()));
    }
    assertTrue(compare(0).agrees());
  }

  @Test
  void theWorstHookComesFirstWithItsText() throws Exception {
    computeReference();
    spoil("1/" + POST, 5, at("1/" + POST, 5) + 0.5f);
    spoil("0/logits", 3, at("0/logits", 3) + 0.01f);
    var report = compare(5e-5);
    assertFalse(report.agrees());
    assertEquals(2, report.disagreeing());
    assertEquals(POST, report.worst());
    assertEquals("logits", report.hooks().get(1).hook());
    var post = report.hooks().getFirst();
    assertEquals(0.5, post.maxAbs(), 1e-6);
    assertEquals(1, post.worstText());
    assertEquals(0.5 / Math.sqrt((double) post.numbers()), post.rms(), 1e-7);
    assertFalse(post.agrees());
    assertTrue(of(report, SCORES).agrees());
    assertTrue(compare(1).agrees());
  }

  @Test
  void theToleranceIsRelativeToLargeTensorsOnly() {
    var large = FloatBuffer.wrap(new float[] {1000, -1000, 1000, -1000});
    var near = FloatBuffer.wrap(new float[] {1000.01f, -1000, 1000, -1000});
    var difference = Difference.between(large, near);
    assertEquals(0.01, difference.maxAbs(), 1e-4);
    assertEquals(1e-5, difference.error(), 1e-7);
    assertEquals(1000, difference.scale());
    var small = Difference.between(FloatBuffer.wrap(new float[] {1e-3f}), FloatBuffer.allocate(1));
    assertEquals(1e-3, small.error(), 1e-9);
    assertEquals(1, small.relative(), 1e-6);
  }

  @Test
  void equalInfinitiesAgreeAndOthersDoNot() {
    var masked = new float[] {1, Float.NEGATIVE_INFINITY};
    var same = Difference.between(FloatBuffer.wrap(masked), FloatBuffer.wrap(masked));
    assertEquals(0, same.maxAbs());
    assertEquals(1, same.scale(), "infinite numbers have no size");
    for (var other : new float[] {Float.POSITIVE_INFINITY, -1e30f, 0}) {
      var differs =
          Difference.between(FloatBuffer.wrap(masked), FloatBuffer.wrap(new float[] {1, other}));
      assertFalse(differs.error() <= 1, () -> "−∞ and " + other);
    }
  }

  @Test
  void notANumberNeverAgrees() throws Exception {
    computeReference();
    spoil("0/" + POST, 2, Float.NaN);
    var report = compare(1e30);
    assertEquals(POST, report.worst());
    assertTrue(Double.isNaN(report.largestError()));
    assertFalse(report.agrees());
    assertEquals(1, report.disagreeing());
    var nan = FloatBuffer.wrap(new float[] {Float.NaN, 9});
    assertTrue(Double.isNaN(Difference.between(nan, nan).error()));
  }

  @Test
  void maskedScoresMustBeMasked() throws Exception {
    computeReference();
    assertEquals(Float.NEGATIVE_INFINITY, at("0/" + SCORES, 1));
    spoil("0/" + SCORES, 1, -1e9f);
    assertEquals(Double.POSITIVE_INFINITY, of(compare(1), SCORES).maxAbs());
  }

  @Test
  void anotherCountFailsWithBothShapes() throws Exception {
    computeReference();
    put("0/" + POST, List.of(2, 3), new float[6]);
    var post = compare(1).hooks().getFirst();
    assertEquals(POST, post.hook());
    assertFalse(post.agrees());
    assertEquals("text 0: the reference has [2, 3] numbers, the model [1, 4, 128]", post.remark());
    assertEquals(2L * 128, post.numbers(), "text 1 is still compared");
  }

  @Test
  void whatTheModelLacksIsListedAndCounts() throws Exception {
    computeReference();
    put("0/blocks.1.hook_resid_pst", List.of(1), 1);
    put("0/blocks.7.hook_resid_post", List.of(1), 1);
    put("1/blocks.0.attn.hook_rot_q", List.of(1), 1);
    put("notes", List.of(1), 1);
    var report = compare(1);
    assertEquals(
        Set.of(
            "blocks.1.hook_resid_pst",
            "blocks.7.hook_resid_post",
            "blocks.0.attn.hook_rot_q",
            "notes"),
        Set.copyOf(report.lacking()));
    assertEquals(0, report.disagreeing());
    assertFalse(report.agrees());
  }

  @Test
  void hookPointsOnRequestAreComparedWhenTheReferenceHasThem() throws Exception {
    var hook = HookPoint.parse("blocks.0.attn.hook_result").orElseThrow();
    var batch = TokenBatch.of(TEXTS.getFirst());
    var held = model.run(ForwardRequest.capturing(batch, Set.of(hook))).cache().get(hook);
    put("0/" + hook.name(), held.shape(), held.toArray());
    assertTrue(compare(0).agrees());
  }

  private void refused(String... words) {
    var failure =
        assertThrows(
            PolysemeException.class,
            () ->
                Parity.compare(
                    model, folder.resolve("reference.safetensors"), tokenFile(), 1, Progress.NONE));
    var told = failure.what() + " " + failure.remedy();
    for (var word : words) {
      assertTrue(told.contains(word), () -> word + " is not in: " + told);
    }
    assertTrue(failure.what().endsWith(".") && failure.remedy().endsWith("."), told);
  }

  @Test
  void aMissingForeignOrDamagedReferenceIsASentence() throws Exception {
    refused("reference.safetensors cannot be read", "0/blocks.0.mlp.hook_post");
    var file = Files.writeString(folder.resolve("reference.safetensors"), "PK not safetensors");
    refused("is damaged", "safetensors file");
    put("weight", List.of(1), 1);
    reference();
    refused("holds no tensor called TEXT/HOOK");
    tensors.clear();
    computeReference();
    var whole = Files.readAllBytes(reference());
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 4));
    refused("is damaged");
  }

  @Test
  void tokensThatDoNotFitAreASentence() throws Exception {
    computeReference();
    reference();
    tokens = "{\"texts\": [{\"tokens\": [1, 50, 60, 500000]}, {\"tokens\": [1]}]}";
    refused("Token 500000 at position 3 of text 0", "none of the model's 500");
    tokens = "{\"texts\": [{\"tokens\": [1, 50, 60, -1]}, {\"tokens\": [1]}]}";
    refused("Token -1 at position 3 of text 0");
    tokens = "{\"texts\": [{\"tokens\": [%s 1]}, {\"tokens\": [1]}]}".formatted("1, ".repeat(5000));
    refused("Text 0 of", "has 5001 tokens, and the model reads no more than");
    tokens = "{\"texts\": [{\"tokens\": [1]}]}";
    refused("numbers for text 1", "only 1 texts");
  }

  @Test
  void aTokenFileOfAnotherFormIsASentence() throws Exception {
    computeReference();
    reference();
    var others = new LinkedHashMap<String, String>();
    others.put("{", "not valid JSON");
    others.put("", "has no list “texts”");
    others.put("[1, 2]", "has no list “texts”");
    others.put("{\"texts\": []}", "has no list “texts”");
    others.put("{\"texts\": [{\"text\": \"Hi\"}]}", "no token numbers for text 0");
    others.put("{\"texts\": [{\"tokens\": []}]}", "no token numbers for text 0");
    others.put("{\"texts\": [{\"tokens\": [1, 2.5]}]}", "text 0, at position 1");
    others.put("{\"texts\": [{\"tokens\": [[1, 2]]}]}", "text 0, at position 0");
    others.put("{\"texts\": [{\"tokens\": [99999999999]}]}", "text 0, at position 0");
    others.forEach((content, words) -> {
      tokens = content;
      refused(words, "texts[0].tokens");
    });
  }

  @Test
  void comparingCanBeStopped() throws Exception {
    computeReference();
    var stopped =
        new Progress() {
          @Override
          public void report(String step, long done, long total, String unit) {}

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    var file = reference();
    var texts = tokenFile();
    assertThrows(CancellationException.class, () -> Parity.compare(model, file, texts, 1, stopped));
  }
}
