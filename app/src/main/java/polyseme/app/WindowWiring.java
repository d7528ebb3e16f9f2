// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import java.nio.file.Path;
import java.util.Map;
import polyseme.analysis.color.Theme;
import polyseme.analysis.step.Workbench;
import polyseme.app.clusters.ClustersView;
import polyseme.app.clusters.ClustersViewModel;
import polyseme.app.control.PointCloud;
import polyseme.app.map.MapView;
import polyseme.app.map.MapViewModel;
import polyseme.app.neuron.NeuronView;
import polyseme.app.neuron.NeuronViewModel;
import polyseme.app.neuron.OwnTextViewModel;
import polyseme.app.open.OpenView;
import polyseme.app.open.OpenViewModel;
import polyseme.app.scan.ScanView;
import polyseme.app.scan.ScanViewModel;
import polyseme.app.selection.SelectionModel;
import polyseme.app.table.NeuronTableView;
import polyseme.app.table.TableViewModel;
import polyseme.app.task.Jobs;
import polyseme.app.theme.ThemeModel;
import polyseme.app.window.MainView;
import polyseme.app.window.MainViewModel;
import polyseme.app.window.ParityViewModel;
import polyseme.app.window.Screen;
import polyseme.app.workspace.FirstNeuron;
import polyseme.app.workspace.VisibleNeurons;
import polyseme.app.workspace.Workspace;
import polyseme.engine.task.Workers;

/// Puts the window together: the one place where its parts are made.
public final class WindowWiring implements AutoCloseable {

  private final Jobs jobs = new Jobs();
  private final Workers painters = Workers.perProcessor();
  private final SelectionModel selection = new SelectionModel();
  private final Workspace workspace = new Workspace(selection, jobs::closeAfterModelWork);
  private final VisibleNeurons visible = new VisibleNeurons(workspace, selection);
  private final ThemeModel theme;
  private final OpenViewModel opening;
  private final MainViewModel main;
  private final MainView view;

  /// Puts it together.
  ///
  /// @param first the theme at the start
  /// @param workbench does the work
  public WindowWiring(Theme first, Workbench workbench) {
    theme = new ThemeModel(first);
    opening = new OpenViewModel(workbench, workspace, jobs);
    var _ = new FirstNeuron(workbench, workspace, selection, jobs);
    var parity = new ParityViewModel(workbench, workspace, jobs);
    main = new MainViewModel(workspace, selection, visible, jobs, parity);
    var map =
        new MapView(
            new MapViewModel(workbench, workspace, selection, visible, jobs),
            theme,
            new PointCloud(painters));
    var table = new NeuronTableView(new TableViewModel(workspace, selection, visible), theme);
    var clusters =
        new ClustersView(new ClustersViewModel(workbench, workspace, selection, jobs), theme);
    var neuron =
        new NeuronView(
            new NeuronViewModel(workspace, selection, jobs),
            new OwnTextViewModel(workbench, workspace, selection, jobs),
            theme);
    var scan = new ScanView(new ScanViewModel(workbench, workspace, jobs));
    view =
        new MainView(
            main,
            theme,
            new MainView.Parts(
                Map.of(
                    Screen.OPEN,
                        new OpenView(opening, () -> main.screenProperty().set(Screen.SCAN)),
                    Screen.SCAN, scan,
                    Screen.MAP, map,
                    Screen.TABLE, table),
                clusters,
                neuron));
  }

  /// The window's content.
  ///
  /// @return the root of the scene
  public MainView mainView() {
    return view;
  }

  Workspace workspace() {
    return workspace;
  }

  SelectionModel selection() {
    return selection;
  }

  /// Light and dark.
  ///
  /// @return the theme model
  public ThemeModel theme() {
    return theme;
  }

  /// Opens the demo.
  public void openDemo() {
    opening.openDemo();
  }

  /// Opens a scan.
  ///
  /// @param folder its folder
  public void openScan(Path folder) {
    opening.openScan(folder);
  }

  /// Opens a model.
  ///
  /// @param folder its folder
  public void openModel(Path folder) {
    opening.openModel(folder);
  }

  /// Shows a screen.
  ///
  /// @param screen what the centre shows
  public void show(Screen screen) {
    main.screenProperty().set(screen);
  }

  /// Brings a neuron into focus.
  ///
  /// @param written as people write it
  public void find(String written) {
    main.find(written);
  }

  /// Whether everything that was opened is there and nothing runs.
  ///
  /// @return true once model, scan, map and clusters are there
  public boolean isComplete() {
    return workspace.modelProperty().get() != null
        && workspace.embeddingProperty().get() != null
        && workspace.clusteringProperty().get() != null
        && jobs.newestProperty().get() == null;
  }

  @Override
  public void close() {
    workspace.close();
    jobs.close();
    painters.close();
  }
}
