// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import polyseme.app.control.Figures;
import polyseme.app.control.TokenFlow;
import polyseme.app.neuron.ExampleLine.Heading;
import polyseme.app.neuron.ExampleLine.Snippet;
import polyseme.app.theme.ThemeModel;

/// One line of the list of examples; made once and filled again and again while one scrolls and
/// pages.
final class ExampleCell extends ListCell<ExampleLine> {

  static final double HEIGHT = 50;

  private final NeuronViewModel model;
  private final Label title = new Label();
  private final Label count = new Label();
  private final Label meaning = new Label();
  private final VBox heading;
  private final Label activation = new Label();
  private final Label place = new Label();
  private final TokenFlow flow;
  private final VBox snippet;

  ExampleCell(NeuronViewModel model, ThemeModel theme) {
    this.model = model;
    flow = new TokenFlow();
    flow.setSnippet(true);
    flow.setFocusTraversable(false);
    flow.themeProperty().bind(theme.themeProperty());
    flow.setOnTokenClick(_ -> read());
    getStyleClass().add("example-cell");
    title.getStyleClass().add("section-title");
    count.getStyleClass().add("example-place");
    var firstLine = new HBox(title, count);
    firstLine.getStyleClass().add("example-facts");
    firstLine.setAlignment(Pos.BASELINE_LEFT);
    heading = new VBox(firstLine, meaning);
    heading.getStyleClass().add("example-heading");
    meaning.getStyleClass().add("example-place");
    activation.getStyleClass().add("example-activation");
    activation.setMinWidth(Region.USE_PREF_SIZE);
    activation.setTooltip(new Tooltip("activation of the neuron at the underlined token"));
    place.getStyleClass().add("example-place");
    // a long document name gives way, the token's number does not
    place.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    var facts = new HBox(activation, place);
    facts.getStyleClass().add("example-facts");
    facts.setAlignment(Pos.BASELINE_LEFT);
    snippet = new VBox(facts, flow);
    snippet.getStyleClass().add("example-snippet");
    setPrefWidth(0);
    setOnMouseClicked(event -> {
      if (event.getButton() == MouseButton.PRIMARY) {
        read();
      }
    });
  }

  private void read() {
    if (getItem() instanceof Snippet one) {
      model.read(one.example());
    }
  }

  @Override
  protected void updateItem(@Nullable ExampleLine line, boolean empty) {
    super.updateItem(line, empty);
    switch (empty ? null : line) {
      case null -> setGraphic(null);
      case Heading(var end, var documents, var definition) -> {
        meaning.setText(definition);
        title.setText(end);
        count.setText(documents);
        setAccessibleText(end + ", " + documents);
        setGraphic(heading);
      }
      case Snippet one -> {
        fill(one);
        setGraphic(snippet);
      }
    }
  }

  private void fill(Snippet one) {
    var example = one.example();
    activation.setText(Figures.measured(example.activation()));
    place.setText(
        "%s · token %,d of %,d"
            .formatted(
                example.documentId(), example.peak().position() + 1, example.documentTokens()));
    flow.setHeatmap(one.heatmap());
    flow.setPeak(example.peakIndex());
    flow.setPlace(example.peak().position() / (double) Math.max(1, example.documentTokens()));
    setAccessibleText(
        "%d: activation %s in %s: %s"
            .formatted(
                one.rank(), activation.getText(), place.getText(), example.context().text()));
  }
}
