// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.analysis.scan.Example;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.NeuronStats;
import polyseme.app.selection.SelectionModel;
import polyseme.app.task.JobState;
import polyseme.app.task.Jobs;
import polyseme.app.workspace.Workspace;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.model.Processing;

/// What the neuron page says of the neuron in focus.
public final class NeuronViewModel {

  /// What can be said of a neuron at once, before its profile is read.
  ///
  /// @param id the neuron
  /// @param of what it is one of, in words
  /// @param stats its statistics, null for a model that was not scanned yet
  public record Head(NeuronId id, String of, @Nullable NeuronStats stats) {}

  /// The group of the neuron in focus.
  ///
  /// @param number its number
  /// @param k how many groups there are
  /// @param name its most telling tokens, may be empty
  /// @param size how many neurons are in it
  public record Group(int number, int k, String name, int size) {}

  /// Pages of the neuron page.
  public enum Page {
    /// Its extremes in the corpus.
    EXAMPLES,
    /// The reader's own text.
    TEXT
  }

  private final Workspace workspace;
  private final SelectionModel selection;
  private final Jobs jobs;
  private final ReadOnlyObjectWrapper<@Nullable Head> head = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Group> group = new ReadOnlyObjectWrapper<>();
  private final ObjectProperty<Page> page = new SimpleObjectProperty<>(Page.EXAMPLES);
  private final ReadOnlyObjectWrapper<@Nullable JobState<NeuronProfile>> profile =
      new ReadOnlyObjectWrapper<>();

  private final ReadOnlyObjectWrapper<@Nullable JobState<NeuronDetails>> details =
      new ReadOnlyObjectWrapper<>();
  private final ExamplesViewModel examples;

  /// Follows the focus.
  ///
  /// @param workspace what is open
  /// @param selection holds the focus
  /// @param jobs reads the profile
  public NeuronViewModel(Workspace workspace, SelectionModel selection, Jobs jobs) {
    this.workspace = workspace;
    this.selection = selection;
    this.jobs = jobs;
    examples = new ExamplesViewModel(workspace, profile.getReadOnlyProperty(), jobs);
    selection.focusProperty().subscribe(this::load);
    workspace.scanProperty().subscribe(this::load);
    workspace.modelProperty().subscribe(this::loadUnscanned);
    workspace.clusteringProperty().subscribe(this::findGroup);
    load();
  }

  private void load() {
    findGroup();
    var scan = workspace.scanProperty().get();
    var id = selection.focusProperty().get();
    var index = workspace.neurons();
    if (index == null || id == null || !index.contains(id)) {
      jobs.cancel("profile");
      forgetDetails();
      head.set(null);
      profile.set(null);
      return;
    }
    if (scan == null) {
      jobs.cancel("profile");
      forgetDetails();
      profile.set(null);
      head.set(new Head(id, place(id, index) + " · not scanned", null));
      page.set(Page.TEXT);
      return;
    }
    var made = scan.provenance();
    head.set(
        new Head(
            id,
            "%s · %s · %s".formatted(place(id, index), made.hook(), made.modelName()),
            scan.stats(index.row(id))));
    profile.set(new JobState.Waiting<>());
    jobs.start("profile", "Reading " + id, Jobs.Lane.COMPUTE, _ -> scan.profile(id), profile::set);
    jobs.start(
        "details",
        "Reading details of " + id,
        Jobs.Lane.COMPUTE,
        _ -> NeuronDetails.read(scan, id),
        details::set);
  }

  private void forgetDetails() {
    jobs.cancel("details");
    details.set(null);
  }

  private void loadUnscanned() {
    if (workspace.scanProperty().get() == null) {
      load();
    }
  }

  private static String place(NeuronId id, NeuronIndex index) {
    return "layer %d, neuron %d of %,d".formatted(id.layer(), id.index(), index.dMlp());
  }

  private void findGroup() {
    var clustering = workspace.clusteringProperty().get();
    var id = selection.focusProperty().get();
    if (clustering == null || id == null || !clustering.neurons().contains(id)) {
      group.set(null);
      return;
    }
    int number = clustering.labels().get(clustering.neurons().row(id));
    var names = workspace.clusterNamesProperty().get();
    group.set(
        new Group(
            number,
            clustering.k(),
            number < names.size() ? names.get(number) : "",
            clustering.members(number).size()));
  }

  /// Reads the profile again after a failure.
  public void retry() {
    load();
  }

  /// Stops the reading.
  public void stop() {
    jobs.cancel("profile");
    profile.set(new JobState.Cancelled<>());
  }

  /// Selects all neurons of the group of the neuron in focus.
  public void selectGroup() {
    var clustering = workspace.clusteringProperty().get();
    var now = group.get();
    if (clustering != null && now != null) {
      selection.select(clustering.members(now.number()));
    }
  }

  /// Makes an example's text the text in focus.
  ///
  /// @param example the example
  public void read(Example example) {
    selection.textProperty().set(example.context().text());
    page.set(Page.TEXT);
  }

  /// An example as a heat map, in the colours common to all of its neuron.
  ///
  /// @param of whose example it is
  /// @param example the example
  /// @return its heat map
  public TokenHeatmap heatmap(NeuronProfile of, Example example) {
    var scan = workspace.scanProperty().get();
    return new TokenHeatmap(
        scan == null ? "" : scan.provenance().modelName(),
        scan == null ? Processing.NONE.text() : scan.provenance().processing(),
        UnitAddress.of(of.id()),
        example.context(),
        example.activations(),
        CorpusRange.of(of.stats()));
  }

  /// What can be said of the neuron in focus at once.
  ///
  /// @return null when no neuron is in focus
  public ReadOnlyObjectProperty<@Nullable Head> headProperty() {
    return head.getReadOnlyProperty();
  }

  /// The group of the neuron in focus.
  ///
  /// @return null while there are no groups
  public ReadOnlyObjectProperty<@Nullable Group> groupProperty() {
    return group.getReadOnlyProperty();
  }

  /// Which page is open.
  ///
  /// @return the page
  public ObjectProperty<Page> pageProperty() {
    return page;
  }

  /// The profile of the neuron in focus, or how its reading stands.
  ///
  /// @return null when no neuron is in focus
  public ReadOnlyObjectProperty<@Nullable JobState<NeuronProfile>> profileProperty() {
    return profile.getReadOnlyProperty();
  }

  /// What the scan knows of it beyond extremes and statistics, or how the reading stands.
  ///
  /// @return null when there is no scan or no neuron in focus
  public ReadOnlyObjectProperty<@Nullable JobState<NeuronDetails>> detailsProperty() {
    return details.getReadOnlyProperty();
  }

  /// Which of its examples are shown.
  ///
  /// @return the view model of the examples
  public ExamplesViewModel examples() {
    return examples;
  }

  /// Goes back to the neuron before.
  public void back() {
    selection.goBack();
  }

  /// Goes forward again.
  public void forward() {
    selection.goForward();
  }

  /// What is open.
  ///
  /// @return the workspace
  public Workspace workspace() {
    return workspace;
  }

  /// What links the views.
  ///
  /// @return the selection model
  public SelectionModel selection() {
    return selection;
  }
}
