// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.window;

import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import polyseme.app.theme.ThemeModel;

/// The keys of the window.
final class Keys {

  private final MainViewModel model;
  private final ThemeModel theme;
  private final TitleBar title;

  Keys(MainViewModel model, ThemeModel theme, TitleBar title) {
    this.model = model;
    this.theme = theme;
    this.title = title;
  }

  void install(Node root) {
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    root.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
  }

  // The key of the question mark differs from keyboard to keyboard, so what was typed counts.
  private void typed(KeyEvent event) {
    if ("?".equals(event.getCharacter()) && !writes(event)) {
      title.toggleKeys();
      event.consume();
    }
  }

  private static boolean writes(KeyEvent event) {
    return event.getTarget() instanceof TextInputControl;
  }

  private void pressed(KeyEvent event) {
    if (event.isShortcutDown() ? shortcut(event.getCode()) : plain(event)) {
      event.consume();
    }
  }

  private boolean shortcut(KeyCode code) {
    switch (code) {
      case K -> title.focusSearch();
      case T -> theme.toggle();
      case D -> model.drawerProperty().set(!model.drawerProperty().get());
      case DIGIT1 -> model.screenProperty().set(Screen.OPEN);
      case DIGIT2 -> model.screenProperty().set(Screen.SCAN);
      case DIGIT3 -> model.screenProperty().set(Screen.MAP);
      case DIGIT4 -> model.screenProperty().set(Screen.TABLE);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean plain(KeyEvent event) {
    if (event.isAltDown() && event.getCode() == KeyCode.LEFT) {
      model.selection().goBack();
      return true;
    }
    if (event.isAltDown() && event.getCode() == KeyCode.RIGHT) {
      model.selection().goForward();
      return true;
    }
    if (event.getCode() == KeyCode.F1) {
      title.toggleKeys();
      return true;
    }
    if (event.getCode() == KeyCode.ESCAPE && !writes(event)) {
      model.selection().clear();
      return true;
    }
    return false;
  }
}
