// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.ask.Answer;
import polyseme.analysis.ask.TextAnswers;
import polyseme.analysis.step.Workbench;
import polyseme.app.selection.SelectionModel;
import polyseme.app.task.JobState;
import polyseme.app.task.Jobs;
import polyseme.app.workspace.Workspace;
import polyseme.engine.model.NeuronSet;

/// Which neurons answer to the reader's own text; they become the selection, so that they light up
/// in every view.
public final class AnswersViewModel {

  /// Neurons at either end.
  static final int TOP = 20;

  private static final String SLOT = "answers";

  private final Workbench workbench;
  private final Workspace workspace;
  private final SelectionModel selection;
  private final Jobs jobs;
  private final BooleanProperty asked = new SimpleBooleanProperty();
  private final ReadOnlyStringWrapper missing = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable JobState<TextAnswers>> state =
      new ReadOnlyObjectWrapper<>();

  AnswersViewModel(Workbench workbench, Workspace workspace, SelectionModel selection, Jobs jobs) {
    this.workbench = workbench;
    this.workspace = workspace;
    this.selection = selection;
    this.jobs = jobs;
    asked.subscribe(this::renew);
    selection.textProperty().subscribe(this::renew);
    workspace.modelProperty().subscribe(this::renew);
    workspace.scanProperty().subscribe(this::renew);
    renew();
  }

  private void renew() {
    missing.set(findMissing());
    var model = workspace.modelProperty().get();
    var scan = workspace.scanProperty().get();
    var text = selection.textProperty().get();
    if (!asked.get() || model == null || scan == null || text.isBlank()) {
      jobs.cancel(SLOT);
      state.set(null);
      return;
    }
    jobs.start(
        SLOT,
        "Searching neurons that answer",
        Jobs.Lane.MODEL,
        _ -> workbench.answers(model, scan, text, TOP),
        this::arrive);
  }

  private void arrive(JobState<TextAnswers> next) {
    state.set(next);
    var scan = workspace.scanProperty().get();
    if (next instanceof JobState.Done<TextAnswers>(var found) && scan != null) {
      var answers = found.answers();
      var rows =
          Stream.concat(answers.highest().stream(), answers.lowest().stream())
              .mapToInt(answer -> scan.neurons().row(answer.neuron()))
              .distinct();
      selection.select(NeuronSet.ofRows(scan.neurons(), rows));
    }
  }

  private String findMissing() {
    if (workspace.modelProperty().get() == null) {
      return "Open the model, so that it can read your text.";
    }
    if (workspace.scanProperty().get() == null) {
      return "Scan texts first: a neuron answers when it is unusual for what the scan saw of it.";
    }
    return selection.textProperty().get().isBlank()
        ? "Type a text above to see which neurons answer to it."
        : "";
  }

  /// What must be there before neurons can answer.
  ///
  /// @return a sentence, empty when nothing is missing
  public ReadOnlyStringProperty missingProperty() {
    return missing.getReadOnlyProperty();
  }

  /// Brings a neuron that answers into focus.
  ///
  /// @param answer what was chosen
  public void choose(Answer answer) {
    selection.focusOn(answer.neuron());
  }

  /// Whether somebody asks for the neurons that answer.
  ///
  /// @return the property; while it is false nothing is computed
  public BooleanProperty askedProperty() {
    return asked;
  }

  /// What was found, or how the search stands.
  ///
  /// @return null when nothing is asked or something is missing
  public ReadOnlyObjectProperty<@Nullable JobState<TextAnswers>> stateProperty() {
    return state.getReadOnlyProperty();
  }
}
