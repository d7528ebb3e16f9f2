// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.color.Theme;

/// The window's program.
public final class PolysemeApplication extends Application {

  private static final double WIDTH = 1440;
  private static final double HEIGHT = 900;
  private static final double LEAST_WIDTH = 960;
  private static final double LEAST_HEIGHT = 600;

  private @Nullable WindowWiring wiring;

  /// Made by JavaFX.
  public PolysemeApplication() {
    // fields are filled in start
  }

  @Override
  public void start(Stage stage) {
    var dark = Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
    var wired = new WindowWiring(dark ? Theme.DARK : Theme.LIGHT, new Wiring().workbench());
    wiring = wired;
    var screen = Screen.getPrimary().getVisualBounds();
    var scene =
        new Scene(
            wired.mainView(),
            Math.min(WIDTH, screen.getWidth()),
            Math.min(HEIGHT, screen.getHeight()));
    wired.theme().dress(scene);
    stage.setTitle("Polyseme");
    stage.setMinWidth(LEAST_WIDTH);
    stage.setMinHeight(LEAST_HEIGHT);
    stage.setScene(scene);
    stage.show();
    wired.mainView().requestFocus();
    wired.openDemo();
  }

  @Override
  public void stop() {
    if (wiring != null) {
      wiring.close();
    }
  }
}
