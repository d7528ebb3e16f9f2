// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.space.FeatureSpace;
import polyseme.app.fake.FakeScan;
import polyseme.app.fake.FakeWindow;
import polyseme.app.fake.FakeWorkbench;
import polyseme.app.task.JobState;
import polyseme.engine.model.NeuronId;

class NeuronViewModelTest {

  private static final NeuronId ID = new NeuronId(1, 5);

  private final FakeWindow window = new FakeWindow();
  private final NeuronViewModel model =
      new NeuronViewModel(window.workspace, window.selection, window.jobs);

  @AfterEach
  void close() {
    window.close();
  }

  private NeuronProfile profile() {
    window.open(2, 64);
    window.selection.focusOn(ID);
    window.settle();
    if (model.profileProperty().get() instanceof JobState.Done<NeuronProfile>(var profile)) {
      return profile;
    }
    throw new AssertionError(model.profileProperty().get());
  }

  private ExamplesViewModel.Shown shown() {
    if (model.examples().stateProperty().get()
        instanceof JobState.Done<ExamplesViewModel.Shown>(var shown)) {
      return shown;
    }
    throw new AssertionError(model.examples().stateProperty().get());
  }

  @Test
  void numbersAreThereBeforeTheProfile() {
    window.open(2, 64);
    window.selection.focusOn(ID);
    assertInstanceOf(JobState.Waiting.class, model.profileProperty().get());
    var head = Objects.requireNonNull(model.headProperty().get());
    assertEquals(ID, head.id());
    assertEquals("layer 1, neuron 5 of 64 · mlp.hook_post · solu-2l", head.of());
  }

  @Test
  void detailsNameTheStrongestTokensAndTheMostTellingLabels() {
    profile();
    if (!(model.detailsProperty().get() instanceof JobState.Done<NeuronDetails>(var details))) {
      throw new AssertionError(model.detailsProperty().get());
    }
    var lines =
        details.lines().stream()
            .collect(Collectors.toMap(NeuronDetails.Line::name, NeuronDetails.Line::value));
    assertEquals("−0.06250", lines.get("resting level"));
    assertEquals("0.3125", lines.get("coherence"));
    assertEquals("topic=law 0.81 · topic=cooking 0.42", lines.get("labels"));
    var tokens = Objects.requireNonNull(lines.get("tokens"));
    assertTrue(tokens.startsWith("“The” 40 % · “"), tokens);
  }

  @Test
  void aScanWithoutDetailsHasNoLines() throws Exception {
    assertEquals(List.of(), NeuronDetails.read(FakeScan.damaged(), new NeuronId(0, 3)).lines());
  }

  @Test
  void anExampleBecomesTheTextInFocus() {
    var example = profile().examples().lowest().getFirst();
    model.read(example);
    assertEquals(example.context().text(), window.selection.textProperty().get());
    assertEquals(NeuronViewModel.Page.TEXT, model.pageProperty().get());
    assertEquals(ID, window.selection.focusProperty().get(), "the neuron stays");
  }

  @Test
  void allExamplesHaveOneRange() {
    var profile = profile();
    var ranges =
        ExampleLine.of(shown(), model).stream()
            .filter(ExampleLine.Snippet.class::isInstance)
            .map(line -> ((ExampleLine.Snippet) line).heatmap().range())
            .distinct()
            .toList();
    assertEquals(List.of(CorpusRange.of(profile.stats())), ranges);
    assertEquals(-ranges.getFirst().max(), ranges.getFirst().min());
  }

  @Test
  void aDamagedScanFailsAndCanBeReadAgain() {
    window.workspace.open(FakeScan.damaged());
    window.selection.focusOn(new NeuronId(0, 3));
    window.settle();
    assertInstanceOf(JobState.Failed.class, model.profileProperty().get());
    model.retry();
    assertInstanceOf(JobState.Waiting.class, model.profileProperty().get());
  }

  @Test
  void theGroupIsNamedAndSelected() {
    window.open(2, 64);
    window.selection.focusOn(ID);
    assertNull(model.groupProperty().get());
    var clustering = FakeWorkbench.clustering(new FakeScan(2, 64), FeatureSpace.ACTIVATIONS, 3, 1);
    window.workspace.show(clustering, List.of("a", "b", "c"));
    var group = Objects.requireNonNull(model.groupProperty().get());
    assertEquals(clustering.labels().get(64 + 5), group.number());
    model.selectGroup();
    assertEquals(group.size(), window.selection.selectionProperty().get().size());
  }
}
