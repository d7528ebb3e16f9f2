// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyseme.analysis.scan.NeuronStats;
import polyseme.app.fake.FakeModel;
import polyseme.app.fake.FakeWindow;
import polyseme.app.neuron.OwnTextViewModel.Reading;
import polyseme.engine.model.NeuronId;

class OwnTextViewModelTest {

  private static final NeuronId ID = new NeuronId(1, 5);

  private final FakeWindow window = new FakeWindow().open(2, 64);
  private final OwnTextViewModel model =
      new OwnTextViewModel(window.workbench, window.workspace, window.selection, window.jobs);

  @AfterEach
  void close() {
    window.close();
  }

  private Reading read(String text) {
    window.workspace.open(new FakeModel());
    window.selection.focusOn(ID);
    model.textProperty().set(text);
    window.settle();
    return model.readingProperty().get();
  }

  @Test
  void withoutAModelItSaysSo() {
    window.selection.focusOn(ID);
    model.textProperty().set("some text");
    assertInstanceOf(Reading.NoModel.class, model.readingProperty().get());
  }

  @Test
  void theModelIsAskedAsSoonAsItIsOpen() {
    window.selection.focusOn(ID);
    model.textProperty().set("some text");
    window.workspace.open(new FakeModel());
    window.settle();
    assertInstanceOf(Reading.Shown.class, model.readingProperty().get());
  }

  @Test
  void coloursHaveTheRangeOfTheCorpus() {
    var shown = assertInstanceOf(Reading.Shown.class, read("some text"));
    NeuronStats stats = window.workspace.scanProperty().get().stats(64 + 5);
    assertEquals(stats.max(), shown.heatmap().range().max());
    assertEquals(-stats.max(), shown.heatmap().range().min());
  }

  @Test
  void aTextThatIsTooLongIsRefusedInTwoSentences() {
    var refused = assertInstanceOf(Reading.Refused.class, read("word ".repeat(61)));
    assertEquals("Shorten the text.", refused.problem().remedy());
  }

  @Test
  void anotherNeuronReadsTheSameText() {
    var before = assertInstanceOf(Reading.Shown.class, read("some text"));
    window.selection.focusOn(new NeuronId(1, 6));
    window.settle();
    var after = assertInstanceOf(Reading.Shown.class, model.readingProperty().get());
    assertEquals("L1.6", after.heatmap().unit().toString());
    assertEquals(before.heatmap().text(), after.heatmap().text());
  }

  @Test
  void theStrongestTokenIsThePeak() {
    var shown = assertInstanceOf(Reading.Shown.class, read("one two three four"));
    var activations = shown.heatmap().activations();
    var peak = OwnTextViewModel.peak(shown.heatmap());
    for (var i = 0; i < activations.size(); i++) {
      assertEquals(
          Math.abs(activations.get(peak)),
          Math.max(Math.abs(activations.get(peak)), Math.abs(activations.get(i))));
    }
  }
}
