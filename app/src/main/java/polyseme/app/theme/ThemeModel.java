// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.application.Application;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.scene.Scene;
import polyseme.analysis.color.Theme;

/// Which theme the window has, and the style sheets that make it so.
public final class ThemeModel {

  private static final String FOLDER = "/polyseme/assets/css/";

  private final ObjectProperty<Theme> theme;

  /// Begins with a theme.
  ///
  /// @param first the theme at the start
  public ThemeModel(Theme first) {
    theme = new SimpleObjectProperty<>(this, "theme", first);
  }

  /// The theme now; set it to change the look of all scenes that were dressed.
  ///
  /// @return the property
  public ObjectProperty<Theme> themeProperty() {
    return theme;
  }

  /// From light to dark or back.
  public void toggle() {
    theme.set(theme.get() == Theme.LIGHT ? Theme.DARK : Theme.LIGHT);
  }

  /// Gives a scene the style sheets of the theme, now and whenever the theme changes.
  ///
  /// @param scene main window, torn-off page or picture
  public void dress(Scene scene) {
    ChangeListener<Theme> change = (_, _, now) -> apply(scene, now);
    // the scene keeps the listener alive, the model does not keep the scene
    scene.getProperties().put(ThemeModel.class, change);
    theme.addListener(new WeakChangeListener<>(change));
    apply(scene, theme.get());
  }

  private static void apply(Scene scene, Theme theme) {
    Application.setUserAgentStylesheet(
        switch (theme) {
          case LIGHT -> new PrimerLight().getUserAgentStylesheet();
          case DARK -> new PrimerDark().getUserAgentStylesheet();
        });
    var name = theme.name().toLowerCase(Locale.ROOT);
    // pop-ups take their owner's style sheets but not its style class: colours are sheets of their
    // own
    scene
        .getStylesheets()
        .setAll(sheet("colors-" + name + ".css"), sheet("polyseme.css"), sheet("features.css"));
    scene.getRoot().getStyleClass().removeAll(List.of("light", "dark"));
    scene.getRoot().getStyleClass().add(name);
  }

  private static String sheet(String name) {
    var address = ThemeModel.class.getResource(FOLDER + name);
    return Objects.requireNonNull(address, name).toExternalForm();
  }
}
