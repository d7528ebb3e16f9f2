// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Icons of the window; all of one family.
public final class Icons {

  private Icons() {}

  /// An icon in the colour of the text around it.
  ///
  /// @param which the icon
  /// @return a new node
  public static FontIcon of(Feather which) {
    var icon = new FontIcon(which);
    icon.getStyleClass().add("icon");
    return icon;
  }

  /// A button that shows only an icon; its words are on a flag and read out.
  ///
  /// @param which the icon
  /// @param words what the button does: `Zoom in (+)`
  /// @param action what happens
  /// @return a new button
  public static Button button(Feather which, String words, Runnable action) {
    var button = new Button(null, of(which));
    button.getStyleClass().addAll("flat", "icon-button");
    button.setTooltip(new Tooltip(words));
    button.setAccessibleText(words);
    button.setOnAction(_ -> action.run());
    return button;
  }
}
