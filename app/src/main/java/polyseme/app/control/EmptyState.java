// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.feather.Feather;

/// What a place says that has nothing to show yet: an icon, a sentence and, if there is one, the
/// next step.
public final class EmptyState extends VBox {

  private final Label sentence = new Label();

  /// Says a sentence.
  ///
  /// @param icon that fits it
  /// @param words what to do, in one sentence
  public EmptyState(Feather icon, String words) {
    getStyleClass().add("empty-state");
    setAlignment(Pos.CENTER);
    sentence.setText(words);
    sentence.getStyleClass().add("empty-words");
    sentence.setWrapText(true);
    sentence.setTextAlignment(TextAlignment.CENTER);
    sentence.setMaxWidth(360);
    var picture = Icons.of(icon);
    picture.getStyleClass().add("empty-icon");
    getChildren().addAll(picture, sentence);
  }

  /// Offers the next step.
  ///
  /// @param words on the button: `Open a model`
  /// @param action what happens
  /// @return this
  public EmptyState withAction(String words, Runnable action) {
    var button = new Button(words);
    button.getStyleClass().add("accent");
    button.setOnAction(_ -> action.run());
    getChildren().add(button);
    return this;
  }

  /// Says another sentence.
  ///
  /// @param words what to do, in one sentence
  public void setWords(String words) {
    sentence.setText(words);
  }
}
