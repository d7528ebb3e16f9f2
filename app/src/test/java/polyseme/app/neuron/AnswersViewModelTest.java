// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyseme.analysis.ask.TextAnswers;
import polyseme.app.fake.FakeModel;
import polyseme.app.fake.FakeWindow;
import polyseme.app.task.JobState;
import polyseme.engine.task.RequestException;

class AnswersViewModelTest {

  private final FakeWindow window = new FakeWindow();
  private final AnswersViewModel model =
      new OwnTextViewModel(window.workbench, window.workspace, window.selection, window.jobs)
          .answers();

  @AfterEach
  void close() {
    window.close();
  }

  private void ask() {
    window.open(2, 64);
    window.workspace.open(new FakeModel());
    window.open(2, 64);
    window.selection.textProperty().set("The rye was sulking");
    model.askedProperty().set(true);
    window.settle();
  }

  @Test
  void whatIsMissingIsSaid() {
    assertEquals("Open the model, so that it can read your text.", model.missingProperty().get());
    window.workspace.open(new FakeModel());
    assertEquals("Scan texts", model.missingProperty().get().substring(0, 10));
    window.open(2, 64);
    assertEquals("Type a text", model.missingProperty().get().substring(0, 11));
  }

  @Test
  void nothingIsComputedUnlessAsked() {
    ask();
    model.askedProperty().set(false);
    assertNull(model.stateProperty().get());
    window.selection.textProperty().set("Another text");
    window.settle();
    assertNull(model.stateProperty().get());
  }

  @Test
  void theAnswersAreSelectedAndOneCanBeBroughtIntoFocus() {
    ask();
    if (!(model.stateProperty().get() instanceof JobState.Done<TextAnswers>(var found))) {
      throw new AssertionError(model.stateProperty().get());
    }
    assertEquals(40, window.selection.selectionProperty().get().size());
    var first = found.answers().highest().getFirst();
    model.choose(first);
    assertEquals(first.neuron(), window.selection.focusProperty().get());
  }

  @Test
  void aTextThatIsTooLongIsAFailure() {
    window.workbench.fail(new RequestException("The text is too long.", "Shorten it."));
    ask();
    assertInstanceOf(JobState.Failed.class, model.stateProperty().get());
  }
}
