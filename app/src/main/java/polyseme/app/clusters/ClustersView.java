// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.clusters;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory.IntegerSpinnerValueFactory;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import javafx.util.converter.IntegerStringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.space.FeatureSpace;
import polyseme.app.control.EmptyState;
import polyseme.app.control.Figures;
import polyseme.app.control.LoadingPane;
import polyseme.app.problem.ProblemPane;
import polyseme.app.problem.Problems;
import polyseme.app.task.JobState;
import polyseme.app.theme.ThemeModel;

/// The groups of the neurons: how they are made, how good they are, and a list of them.
public final class ClustersView extends VBox {

  private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
  private static final String SILHOUETTE =
      """
      Mean over the neurons of (b − a) / max(a, b), from −1 to 1: a is the mean distance
      to the own cluster, b to the nearest other one (Rousseeuw 1987). Near 1 the
      clusters lie apart, near 0 they touch, below 0 neurons lie nearer to another one.\
      """;

  private final ClustersViewModel model;
  private final Label quality = new Label();
  private final Button again = new Button("Group again");
  private final StackPane body = new StackPane();
  private final LoadingPane loading;
  private final ClusterGrid grid;

  /// Makes the view.
  ///
  /// @param model groups the neurons
  /// @param theme colours of the clusters
  public ClustersView(ClustersViewModel model, ThemeModel theme) {
    this.model = model;
    loading = new LoadingPane("Waiting to group the neurons", model::cancel);
    grid = new ClusterGrid(model, theme);
    getStyleClass().addAll("feature", "clusters");
    setVgrow(body, Priority.ALWAYS);
    getChildren().addAll(toolbar(), body);
    model.stateProperty().subscribe(this::show);
    model.workspace().clusteringProperty().subscribe(this::showQuality);
    model.staleProperty().subscribe(stale -> again.pseudoClassStateChanged(STALE, stale));
  }

  private Node toolbar() {
    again.getStyleClass().add("group-again");
    again.setTooltip(new Tooltip("Group all neurons by k-means with these settings"));
    again.setOnAction(_ -> model.regroup());
    again.disableProperty().bind(model.workspace().scanProperty().isNull());
    quality.getStyleClass().add("count");
    quality.setTooltip(new Tooltip(SILHOUETTE));
    var bar =
        new FlowPane(labelled("Clusters", spinner()), labelled("of", spaces()), again, quality);
    bar.getStyleClass().add("feature-toolbar");
    bar.setRowValignment(VPos.CENTER);
    return bar;
  }

  private static Node labelled(String words, Node control) {
    var label = new Label(words);
    label.setLabelFor(control);
    label.setMinWidth(Region.USE_PREF_SIZE);
    var both = new HBox(label, control);
    both.getStyleClass().add("labelled");
    both.setAlignment(Pos.CENTER_LEFT);
    return both;
  }

  private Node spinner() {
    var numbers = new IntegerSpinnerValueFactory(2, model.mostClusters(), model.kProperty().get());
    numbers.setConverter(new KeepsNumber(numbers));
    var spinner = new Spinner<Integer>(numbers);
    spinner.setEditable(true);
    spinner.getStyleClass().add("k-spinner");
    spinner.setAccessibleText("How many clusters to make");
    spinner.getEditor().setAccessibleText("How many clusters to make");
    spinner.setTooltip(new Tooltip("How many clusters to make, at least 2 (k of k-means)"));
    numbers.valueProperty().subscribe(value -> model.kProperty().set(value));
    model.kProperty().subscribe(k -> numbers.setValue(k.intValue()));
    model.workspace().scanProperty().subscribe(() -> numbers.setMax(model.mostClusters()));
    spinner
        .getEditor()
        .setOnAction(_ -> {
          spinner.commitValue();
          model.regroup();
        });
    return spinner;
  }

  private Node spaces() {
    var choice = new ComboBox<FeatureSpace>();
    choice.getItems().setAll(FeatureSpace.values());
    choice.setConverter(new Titles());
    choice.setAccessibleText("What the neurons are grouped by");
    choice.setTooltip(
        new Tooltip(
            """
            activation profile: neurons that fire together are grouped together
            W_in: neurons that read alike · W_out: neurons that write alike\
            """));
    choice.valueProperty().bindBidirectional(model.spaceProperty());
    return choice;
  }

  private void showQuality(@Nullable Clustering clustering) {
    quality.setText(
        clustering == null
            ? ""
            : "silhouette " + Figures.share(clustering.quality().silhouette()).strip());
  }

  private void show(@Nullable JobState<?> state) {
    switch (state) {
      case null -> put(new EmptyState(Feather.GRID, "Open a scan to see its neurons in groups."));
      case JobState.Waiting<?> _, JobState.Running<?> _ -> {
        loading.show(state);
        put(loading);
      }
      case JobState.Done<?> _ -> put(grid);
      case JobState.Failed<?>(var cause) ->
          put(new ProblemPane(Problems.of(cause), "Group again", model::regroup));
      case JobState.Cancelled<?> _ -> {
        put(
            new EmptyState(Feather.GRID, "The grouping was stopped.")
                .withAction("Group the neurons", model::regroup));
      }
    }
  }

  private void put(Node only) {
    if (!body.getChildren().equals(List.of(only))) {
      body.getChildren().setAll(only);
    }
  }

  /// Reads what is typed; what is no number leaves the number as it was.
  private static final class KeepsNumber extends IntegerStringConverter {

    private final IntegerSpinnerValueFactory numbers;

    KeepsNumber(IntegerSpinnerValueFactory numbers) {
      this.numbers = numbers;
    }

    @Override
    public Integer fromString(String typed) {
      try {
        return Math.clamp(Long.parseLong(typed.strip()), numbers.getMin(), numbers.getMax());
      } catch (NumberFormatException _) {
        return numbers.getValue();
      }
    }
  }

  /// Names of the spaces.
  private static final class Titles extends StringConverter<FeatureSpace> {

    @Override
    public String toString(@Nullable FeatureSpace space) {
      return space == null ? "" : space.title();
    }

    @Override
    public FeatureSpace fromString(String title) {
      throw new UnsupportedOperationException(title);
    }
  }
}
