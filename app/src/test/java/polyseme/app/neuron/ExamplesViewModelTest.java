// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyseme.analysis.scan.Sample;
import polyseme.app.fake.FakeScan;
import polyseme.app.fake.FakeWindow;
import polyseme.app.task.JobState;
import polyseme.engine.model.NeuronId;

class ExamplesViewModelTest {

  private static final NeuronId ID = new NeuronId(1, 5);

  private final FakeWindow window = new FakeWindow();
  private final ExamplesViewModel model =
      new NeuronViewModel(window.workspace, window.selection, window.jobs).examples();
  private final FakeScan scan = new FakeScan(2, 64);
  private final int row = scan.neurons().row(ID);

  @AfterEach
  void close() {
    window.close();
  }

  private void open() {
    window.workspace.open(scan);
    window.selection.focusOn(ID);
    window.settle();
  }

  private ExamplesViewModel.Shown shown() {
    window.settle();
    if (model.stateProperty().get() instanceof JobState.Done<ExamplesViewModel.Shown>(var shown)) {
      return shown;
    }
    throw new AssertionError(model.stateProperty().get());
  }

  @Test
  void theSwitchGoesThroughAllSamples() throws Exception {
    open();
    for (var sample : Sample.values()) {
      model.sampleProperty().set(sample);
      assertEquals(scan.examples(ID, sample).size(), shown().examples().size(), sample.word());
    }
  }

  @Test
  void aStretchOfQuantilesHoldsWhatLiesBetweenThem() {
    open();
    model.sampleProperty().set(Sample.UNIFORM);
    model.lowProperty().set(0.5);
    model.highProperty().set(0.75);
    var shown = shown();
    var low = scan.quantile(row, 0.5).value();
    var high = scan.quantile(row, 0.75).value();
    assertFalse(shown.examples().isEmpty());
    shown
        .examples()
        .forEach(one ->
            assertTrue(one.activation() >= low && one.activation() <= high, "" + one.activation()));
    assertEquals(shown.examples().size() + " of 200", shown.count());
    model.sampleProperty().set(Sample.TOP);
    assertEquals(20, shown().examples().size(), "extremes are not cut");
  }

  @Test
  void aBarShowsWhatWasDrawnFromItUntilItIsLeft() {
    open();
    var max = scan.stats(row).max();
    model.openBar(max / 4, max / 2);
    var shown = shown();
    assertTrue(shown.count().endsWith(" of 328"), shown.count());
    assertFalse(shown.examples().isEmpty());
    shown
        .examples()
        .forEach(one -> assertTrue(one.activation() >= max / 4 && one.activation() < max / 2));
    model.leaveBar();
    assertEquals("Highest", shown().title());
  }

  @Test
  void anotherNeuronLeavesTheBarAndKeepsTheSample() {
    open();
    model.sampleProperty().set(Sample.HIGH);
    model.openBar(0, 1);
    window.settle();
    window.selection.focusOn(new NeuronId(0, 3));
    assertNull(model.barProperty().get());
    assertEquals("High", shown().title());
  }

  @Test
  void aScanWithoutSamplesSaysWhy() {
    window.workspace.open(FakeScan.damaged());
    assertEquals("", model.missing(Sample.TOP));
    assertEquals(
        "The scan is of a version that kept no such sample; scan again to have it.",
        model.missing(Sample.HIGH));
  }
}
