// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.analysis.step.Workbench;
import polyseme.app.control.Figures;
import polyseme.app.problem.Problem;
import polyseme.app.problem.Problems;
import polyseme.app.selection.SelectionModel;
import polyseme.app.task.JobState;
import polyseme.app.task.Jobs;
import polyseme.app.workspace.Workspace;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.PolysemeException;

/// The heat map of the reader's own text for the neuron in focus, renewed as the text changes.
public final class OwnTextViewModel {

  /// An example to begin with.
  public static final String SENTENCE =
      "Python is a versatile programming language used in web development, data analysis,"
          + " artificial intelligence, and more. Its simple syntax and readability make it a"
          + " popular choice among developers.";

  /// What there is to say of the text.
  public sealed interface Reading {
    /// No model is open, so no text can be read.
    record NoModel() implements Reading {}

    /// There is no text or no neuron to read it.
    record Nothing() implements Reading {}

    /// The text is being read.
    record Computing() implements Reading {}

    /// The text was read.
    ///
    /// @param heatmap what the neuron does on it
    record Shown(TokenHeatmap heatmap) implements Reading {}

    /// The text cannot be read.
    ///
    /// @param problem why
    record Refused(Problem problem) implements Reading {}
  }

  private final Workbench workbench;
  private final Workspace workspace;
  private final SelectionModel selection;
  private final Jobs jobs;
  private final ReadOnlyObjectWrapper<@Nullable JobState<TokenHeatmap>> heatmap =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Reading> reading =
      new ReadOnlyObjectWrapper<>(new Reading.NoModel());

  private final AnswersViewModel answers;

  /// Follows focus, model and text.
  ///
  /// @param workbench does the work
  /// @param workspace what is open
  /// @param selection holds the focus
  /// @param jobs runs the work on the model's thread
  public OwnTextViewModel(
      Workbench workbench, Workspace workspace, SelectionModel selection, Jobs jobs) {
    this.workbench = workbench;
    this.workspace = workspace;
    this.selection = selection;
    this.jobs = jobs;
    answers = new AnswersViewModel(workbench, workspace, selection, jobs);
    selection.textProperty().subscribe(this::renew);
    selection.focusProperty().subscribe(this::renew);
    workspace.modelProperty().subscribe(this::renew);
    renew();
  }

  private void renew() {
    var model = workspace.modelProperty().get();
    var id = selection.focusProperty().get();
    var now = selection.textProperty().get();
    if (model == null || id == null || now.isBlank()) {
      jobs.cancel("own text");
      heatmap.set(null);
      reading.set(model == null ? new Reading.NoModel() : new Reading.Nothing());
      return;
    }
    jobs.start(
        "own text",
        "Heat map of your text",
        Jobs.Lane.MODEL,
        _ -> compute(model, id, now),
        this::arrive);
  }

  private void arrive(JobState<TokenHeatmap> next) {
    heatmap.set(next);
    switch (next) {
      case JobState.Done<TokenHeatmap>(var map) -> reading.set(new Reading.Shown(map));
      case JobState.Failed<TokenHeatmap>(var cause) ->
          reading.set(new Reading.Refused(Problems.of(cause)));
      case JobState.Waiting<TokenHeatmap>(), JobState.Running<TokenHeatmap>(_) ->
          reading.set(new Reading.Computing());
      case JobState.Cancelled<TokenHeatmap>() -> {}
    }
  }

  private TokenHeatmap compute(HookedModel model, NeuronId id, String now)
      throws PolysemeException {
    var map = workbench.heatmap(model, UnitAddress.of(id), now);
    var scan = workspace.scanProperty().get();
    if (scan == null || !scan.neurons().contains(id)) {
      return map;
    }
    // The corpus's range, so that colours mean the same in the text and in the examples, whatever
    // is typed.
    var range = CorpusRange.of(scan.stats(scan.neurons().row(id)));
    return map.withRange(range);
  }

  /// Which token is the most strongly coloured.
  ///
  /// @param heatmap a text's heat map
  /// @return its place, −1 if none is coloured
  public static int peak(TokenHeatmap heatmap) {
    var best = -1;
    var reach = 0f;
    for (var i = 0; i < heatmap.activations().size(); i++) {
      var size = Math.abs(heatmap.activations().get(i));
      if (size > reach && !heatmap.text().tokens().get(i).special()) {
        best = i;
        reach = size;
      }
    }
    return best;
  }

  /// A heat map in one line of numbers.
  ///
  /// @param heatmap a text's heat map
  /// @return how many tokens, least and greatest activation
  public static String summary(TokenHeatmap heatmap) {
    var count = heatmap.text().tokens().size();
    return "%s %s · %s … %s"
        .formatted(
            Figures.count(count),
            count == 1 ? "token" : "tokens",
            Figures.measured(heatmap.activations().min()),
            Figures.measured(heatmap.activations().max()));
  }

  /// Which neurons answer to the text.
  ///
  /// @return their view model
  public AnswersViewModel answers() {
    return answers;
  }

  /// What the reader typed or took from an example.
  ///
  /// @return the text in focus
  public StringProperty textProperty() {
    return selection.textProperty();
  }

  /// The text's heat map, or how its computation stands.
  ///
  /// @return null when there is nothing to show
  public ReadOnlyObjectProperty<@Nullable JobState<TokenHeatmap>> heatmapProperty() {
    return heatmap.getReadOnlyProperty();
  }

  /// The same as people see it.
  ///
  /// @return never null
  public ReadOnlyObjectProperty<Reading> readingProperty() {
    return reading.getReadOnlyProperty();
  }

  /// What is open.
  ///
  /// @return the workspace
  public Workspace workspace() {
    return workspace;
  }
}
