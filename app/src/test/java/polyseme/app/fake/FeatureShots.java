// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.fake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.function.Function;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import polyseme.analysis.color.Theme;
import polyseme.analysis.scan.Sample;
import polyseme.analysis.space.FeatureSpace;
import polyseme.app.clusters.ClustersView;
import polyseme.app.clusters.ClustersViewModel;
import polyseme.app.neuron.ExamplesViewModel;
import polyseme.app.neuron.NeuronView;
import polyseme.app.neuron.NeuronViewModel;
import polyseme.app.neuron.OwnTextViewModel;
import polyseme.app.screens.Screens;
import polyseme.app.table.NeuronTableView;
import polyseme.app.table.TableViewModel;
import polyseme.app.theme.ThemeModel;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.StoreException;

/// Takes pictures of table, neuron page and clusters in all their states, to be looked at.
public final class FeatureShots {

  /// How large a picture is.
  private record Size(double width, double height, double scale) {}

  private final Path folder;

  private FeatureShots(Path folder) {
    this.folder = folder;
  }

  /// Takes the pictures.
  ///
  /// @param args the folder to put them in
  /// @throws Exception if one cannot be taken
  public static void main(String[] args) throws Exception {
    Screens.headless(new FeatureShots(Path.of(args[0]))::all);
  }

  private void all() throws IOException {
    for (var theme : Theme.values()) {
      table(theme);
      neuron(theme);
      damaged(theme);
      clusters(theme);
    }
  }

  private void table(Theme theme) throws IOException {
    try (var window = new FakeWindow()) {
      var model = new TableViewModel(window.workspace, window.selection, window.visible);
      Function<ThemeModel, Parent> view = t -> new NeuronTableView(model, t);
      shoot("table-empty", theme, new Size(900, 420, 1), view, window);
      window.open(2, 1024);
      var scan = new FakeScan(2, 1024);
      window.workspace.show(
          FakeWorkbench.clustering(scan, FeatureSpace.ACTIVATIONS, 20, 1),
          Collections.nCopies(20, ""));
      shoot("table", theme, new Size(900, 420, 1), view, window);
      window.selection.filterBy("kurtosis>20 L1 kurt?");
      model.selectRange(3, 6);
      window.selection.focusOn(model.rows().get(5).id());
      shoot("table-filtered", theme, new Size(900, 420, 2), view, window);
      window.selection.filterBy("max>100");
      shoot("table-none", theme, new Size(900, 420, 1), view, window);
    }
  }

  private void neuron(Theme theme) throws IOException {
    try (var window = new FakeWindow()) {
      var model = new NeuronViewModel(window.workspace, window.selection, window.jobs);
      var text =
          new OwnTextViewModel(window.workbench, window.workspace, window.selection, window.jobs);
      Function<ThemeModel, Parent> view = t -> new NeuronView(model, text, t);
      shoot("neuron-empty", theme, new Size(420, 760, 1), view, window);
      window.open(2, 1024);
      window.workspace.show(
          FakeWorkbench.clustering(new FakeScan(2, 1024), FeatureSpace.ACTIVATIONS, 20, 1),
          Collections.nCopies(20, "March 1987 April"));
      window.selection.focusOn(new NeuronId(1, 50));
      window.selection.focusOn(new NeuronId(0, 7));
      shoot("neuron-never", theme, new Size(420, 760, 1), view, window);
      window.selection.goBack();
      shoot("neuron", theme, new Size(420, 760, 2), view, window);
      shoot("neuron-wide", theme, new Size(700, 900, 1), view, window);
      samples(theme, model.examples(), view, window);
      model.pageProperty().set(NeuronViewModel.Page.TEXT);
      shoot("neuron-nomodel", theme, new Size(420, 760, 1), view, window);
      window.workspace.open(new FakeModel());
      shoot("neuron-notext", theme, new Size(420, 760, 1), view, window);
      text.textProperty().set(OwnTextViewModel.SENTENCE);
      shoot("neuron-text", theme, new Size(420, 760, 2), view, window);
      text.answers().askedProperty().set(true);
      shoot("neuron-answers", theme, new Size(420, 760, 2), view, window);
      text.answers().askedProperty().set(false);
      text.textProperty().set(OwnTextViewModel.SENTENCE + OwnTextViewModel.SENTENCE);
      shoot("neuron-toolong", theme, new Size(420, 760, 1), view, window);
    }
  }

  private void samples(
      Theme theme, ExamplesViewModel model, Function<ThemeModel, Parent> view, FakeWindow window)
      throws IOException {
    model.sampleProperty().set(Sample.UNIFORM);
    model.lowProperty().set(0.6);
    model.highProperty().set(0.8);
    shoot("neuron-uniform", theme, new Size(420, 760, 2), view, window);
    model.openBar(0.2, 0.4);
    shoot("neuron-bar", theme, new Size(420, 760, 2), view, window);
  }

  private void damaged(Theme theme) throws IOException {
    try (var window = new FakeWindow()) {
      window.workspace.open(FakeScan.damaged());
      window.selection.focusOn(new NeuronId(0, 3));
      var model = new NeuronViewModel(window.workspace, window.selection, window.jobs);
      var text =
          new OwnTextViewModel(window.workbench, window.workspace, window.selection, window.jobs);
      shoot(
          "neuron-error",
          theme,
          new Size(420, 760, 1),
          t -> new NeuronView(model, text, t),
          window);
    }
  }

  private void clusters(Theme theme) throws IOException {
    try (var window = new FakeWindow()) {
      var model =
          new ClustersViewModel(window.workbench, window.workspace, window.selection, window.jobs);
      Function<ThemeModel, Parent> view = t -> new ClustersView(model, t);
      shoot("clusters-empty", theme, new Size(640, 300, 1), view, window);
      window.open(2, 1024);
      shoot("clusters", theme, new Size(640, 300, 2), view, window);
      model.choose(model.rows().get(2));
      model.kProperty().set(12);
      shoot("clusters-chosen", theme, new Size(420, 300, 1), view, window);
      window.workbench.fail(
          new StoreException("The model of this scan has moved.", "Open its folder again."));
      model.regroup();
      shoot("clusters-error", theme, new Size(640, 300, 1), view, window);
      model.cancel();
      shoot("clusters-stopped", theme, new Size(640, 300, 1), view, window);
    }
  }

  private void shoot(
      String name, Theme theme, Size size, Function<ThemeModel, Parent> view, FakeWindow window)
      throws IOException {
    window.settle();
    var themes = new ThemeModel(theme);
    var root = new StackPane(view.apply(themes));
    var scene = new Scene(root, size.width(), size.height());
    themes.dress(scene);
    var stage = new Stage();
    stage.setScene(scene);
    stage.show();
    window.settle();
    var file = "%s-%s.png".formatted(name, theme.name().toLowerCase(Locale.ROOT));
    Screens.write(scene, size.scale(), folder.resolve(file));
    stage.close();
  }
}
