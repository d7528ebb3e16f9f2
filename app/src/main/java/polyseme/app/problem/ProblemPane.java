// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.problem;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// A failure where its result would stand: what happened, what to do, and perhaps a button that
/// does it.
public final class ProblemPane extends HBox {

  private static final double WIDEST = 560;

  private final Label headline = new Label();
  private final Label remedy = new Label();
  private final Button action = new Button();

  /// Shows a problem without a button.
  ///
  /// @param problem what happened
  public ProblemPane(Problem problem) {
    getStyleClass().add("problem-pane");
    setFocusTraversable(true);
    setAlignment(Pos.TOP_LEFT);
    setMaxSize(WIDEST, USE_PREF_SIZE);
    headline.getStyleClass().add("problem-headline");
    remedy.getStyleClass().add("problem-remedy");
    headline.setWrapText(true);
    remedy.setWrapText(true);
    setVisibleButton(false);
    var words = new VBox(headline, remedy, action);
    words.getStyleClass().add("problem-words");
    setHgrow(words, Priority.ALWAYS);
    var icon = new FontIcon(Feather.ALERT_TRIANGLE);
    icon.getStyleClass().add("problem-icon");
    getChildren().addAll(icon, words);
    show(problem);
  }

  /// Shows a problem with a button.
  ///
  /// @param problem what happened
  /// @param label what the button says
  /// @param next what it does
  public ProblemPane(Problem problem, String label, Runnable next) {
    this(problem);
    action.setText(label);
    action.setOnAction(_ -> next.run());
    setVisibleButton(true);
  }

  /// Shows another problem.
  ///
  /// @param problem what happened
  public void show(Problem problem) {
    headline.setText(problem.headline());
    remedy.setText(problem.remedy());
    remedy.setVisible(!problem.remedy().isEmpty());
    remedy.setManaged(remedy.isVisible());
    setAccessibleText(problem.headline() + " " + problem.remedy());
  }

  private void setVisibleButton(boolean shown) {
    action.setVisible(shown);
    action.setManaged(shown);
  }
}
