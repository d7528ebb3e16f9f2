// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.RangeSlider;
import org.controlsfx.control.SegmentedButton;
import org.kordamp.ikonli.feather.Feather;
import polyseme.analysis.scan.Sample;
import polyseme.app.control.Icons;

/// Chooses which examples are shown: a sample, and a stretch of quantiles of a drawn one.
final class SampleBar extends VBox {

  private static final double SLIDER_WIDTH = 130;

  private final ExamplesViewModel model;
  private final SegmentedButton buttons = new SegmentedButton();
  private final ToggleGroup group = new ToggleGroup();
  private final Tooltip reasons = new Tooltip();
  private final Label stretch = new Label();
  private final Button leave = new Button("", Icons.of(Feather.X));
  private final HBox quantiles;

  SampleBar(ExamplesViewModel model, Node legend) {
    this.model = model;
    getStyleClass().add("examples-bar");
    quantiles = new HBox(slider(), stretch);
    quantiles.getStyleClass().add("quantiles");
    quantiles.setAlignment(Pos.CENTER_LEFT);
    stretch.setMinWidth(Region.USE_PREF_SIZE);
    leave.getStyleClass().add("leave-bar");
    leave.setTooltip(new Tooltip("Back to the sample"));
    leave.setOnAction(_ -> model.leaveBar());
    leave.setMinWidth(Region.USE_PREF_SIZE);
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var below = new HBox(leave, quantiles, space, legend);
    below.getStyleClass().add("examples-legend");
    below.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(samples(), below);
    model.sampleProperty().subscribe(this::show);
    model.barProperty().subscribe(this::show);
    model.lowProperty().subscribe(this::showStretch);
    model.highProperty().subscribe(this::showStretch);
    show();
    showStretch();
  }

  private Node samples() {
    buttons.setToggleGroup(group);
    for (var sample : Sample.values()) {
      var button = new ToggleButton(ExamplesViewModel.title(sample));
      button.setUserData(sample);
      button.setToggleGroup(group);
      button.setMinWidth(Region.USE_PREF_SIZE);
      button.setTooltip(new Tooltip("Examples: " + sample.meaning()));
      button.setAccessibleHelp(sample.meaning());
      buttons.getButtons().add(button);
    }
    group
        .selectedToggleProperty()
        .addListener((_, before, now) -> {
          if (now == null) {
            group.selectToggle(before);
            model.leaveBar(); // the sample that is chosen already is the way back, too
          } else if (now.getUserData() instanceof Sample chosen) {
            model.sampleProperty().set(chosen);
          }
        });
    return buttons;
  }

  private RangeSlider slider() {
    var slider = new RangeSlider(0, 1, 0, 1);
    slider.setBlockIncrement(0.01);
    slider.setPrefWidth(SLIDER_WIDTH);
    slider.setAccessibleText("Quantiles of the activation between which examples are shown");
    slider.setTooltip(
        new Tooltip("Only examples between these quantiles of all activations in the corpus"));
    slider.lowValueProperty().bindBidirectional(model.lowProperty());
    slider.highValueProperty().bindBidirectional(model.highProperty());
    return slider;
  }

  private void showStretch() {
    stretch.setText(
        String.format(
            Locale.ROOT, "%.2f – %.2f", model.lowProperty().get(), model.highProperty().get()));
  }

  private void show() {
    var bar = model.barProperty().get();
    var sample = model.sampleProperty().get();
    buttons.getButtons().stream()
        .filter(button -> sample.equals(button.getUserData()))
        .forEach(button -> button.setSelected(true));
    only(leave, bar != null);
    only(quantiles, bar == null && ExamplesViewModel.isDrawn(sample));
    if (bar != null) {
      leave.setText(bar.text());
      leave.setAccessibleText("Leave the bar %s, back to the sample".formatted(bar.text()));
    }
  }

  private static void only(Node part, boolean shown) {
    part.setVisible(shown);
    part.setManaged(shown);
  }

  /// Switches off what the scan lacks, and says why.
  void showChoices() {
    var why = new LinkedHashSet<String>();
    var lacking = new ArrayList<String>();
    for (var button : buttons.getButtons()) {
      if (button.getUserData() instanceof Sample sample) {
        var missing = model.missing(sample);
        button.setDisable(!missing.isEmpty());
        button.setAccessibleHelp(missing.isEmpty() ? sample.meaning() : missing);
        if (!missing.isEmpty()) {
          why.add(missing);
          lacking.add(button.getText());
        }
      }
    }
    // a button that is off takes no mouse; what lies around it speaks for it
    if (why.isEmpty()) {
      Tooltip.uninstall(buttons, reasons);
    } else {
      reasons.setText(String.join(", ", lacking) + ": " + String.join(" ", why));
      Tooltip.install(buttons, reasons);
    }
  }
}
