// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.clusters;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.shape.Circle;
import org.jspecify.annotations.Nullable;
import polyseme.app.clusters.ClustersViewModel.Row;
import polyseme.app.control.Figures;
import polyseme.app.control.GroupColors;
import polyseme.app.theme.ThemeModel;

/// The list of clusters. Its own selection is the keyboard's cursor; a cluster whose neurons are
/// the selected ones is marked from the shared selection.
final class ClusterGrid extends TableView<Row> {

  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
  private static final PseudoClass IN_FOCUS = PseudoClass.getPseudoClass("in-focus");
  private static final String NAMELESS = "nameless";
  private static final double ROW_HEIGHT = 28;
  private static final double DOT = 5;

  private final ClustersViewModel model;
  private final ThemeModel theme;
  private final List<TableRow<Row>> made = new ArrayList<>();

  ClusterGrid(ClustersViewModel model, ThemeModel theme) {
    this.model = model;
    this.theme = theme;
    getStyleClass().addAll("dense", "cluster-grid");
    setAccessibleText("List of clusters: Enter selects the neurons of one");
    setFixedCellSize(ROW_HEIGHT);
    setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    getColumns().add(numbers());
    getColumns().add(names());
    getColumns().add(sizes());
    getColumns().add(silhouettes());
    setRowFactory(_ -> row());
    setItems(model.rows());
    addEventFilter(KeyEvent.KEY_PRESSED, this::press);
    model.selection().selectionProperty().subscribe(this::markRows);
    model.selection().focusProperty().subscribe(this::reveal);
    model.workspace().clusteringProperty().subscribe(this::markRows);
    model.rows().subscribe(this::reveal);
    theme.themeProperty().subscribe(this::refresh);
  }

  private TableColumn<Row, Row> numbers() {
    var column =
        column(
            "cluster",
            "number of the cluster, the largest is 0, and its colour on the map",
            Row::number,
            (cell, row) -> {
              cell.setText(String.valueOf(row.number()));
              var count = model.rows().size();
              var colour = GroupColors.of(row.number(), count, theme.themeProperty().get());
              cell.setGraphic(new Circle(DOT, colour));
            });
    column.getStyleClass().add("cluster-number");
    fix(column, 72);
    return column;
  }

  private static TableColumn<Row, Row> names() {
    var column =
        column(
            "name",
            "tokens at which its neurons are highest, those first that other clusters share least",
            Row::name,
            (cell, row) -> {
              cell.getStyleClass().remove(NAMELESS);
              if (row.name().isEmpty()) {
                cell.getStyleClass().add(NAMELESS);
              }
              cell.setText(row.name().isEmpty() ? "no token stands out" : row.name());
              cell.setTooltip(new Tooltip(cell.getText()));
            });
    column.getStyleClass().add("token-column");
    column.setMinWidth(80);
    return column;
  }

  private static TableColumn<Row, Row> sizes() {
    var column =
        column(
            "neurons",
            "how many neurons are in it",
            Row::size,
            (cell, row) -> cell.setText(Figures.count(row.size())));
    column.getStyleClass().add("number");
    fix(column, 72);
    return column;
  }

  private static TableColumn<Row, Row> silhouettes() {
    var column =
        column(
            "silhouette",
            "mean silhouette of its neurons, from −1 to 1; the bar begins at 0 in the middle",
            Row::silhouette,
            (cell, row) -> {
              var bar = new SilhouetteBar();
              bar.show(row.silhouette());
              cell.setGraphic(bar);
              cell.setText(Figures.share(row.silhouette()));
            });
    column.getStyleClass().add("number");
    fix(column, 144);
    return column;
  }

  private static void fix(TableColumn<Row, Row> column, double width) {
    column.setMinWidth(width);
    column.setPrefWidth(width);
    column.setMaxWidth(width);
  }

  private static <T extends Comparable<T>> TableColumn<Row, Row> column(
      String title,
      String meaning,
      Function<Row, T> key,
      BiConsumer<TableCell<Row, Row>, Row> fill) {
    var column = new TableColumn<Row, Row>();
    var label = new Label(title);
    label.getStyleClass().add("header-title");
    label.setTooltip(new Tooltip(meaning));
    label.setMaxWidth(Double.MAX_VALUE);
    column.setGraphic(label);
    column.setComparator((a, b) -> key.apply(a).compareTo(key.apply(b)));
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
    column.setCellFactory(_ ->
        new TableCell<>() {
          @Override
          protected void updateItem(@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            setText(null);
            setGraphic(null);
            if (!empty && row != null) {
              fill.accept(this, row);
            }
          }
        });
    return column;
  }

  private TableRow<Row> row() {
    var row =
        new TableRow<Row>() {
          @Override
          protected void updateItem(@Nullable Row item, boolean empty) {
            super.updateItem(item, empty);
            mark(this);
          }
        };
    row.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> press(row, event));
    made.add(row);
    return row;
  }

  // The cluster of the neuron in focus is scrolled to unless it can be seen.
  private void reveal() {
    markRows();
    for (var at = 0; at < getItems().size(); at++) {
      if (model.holdsFocus(getItems().get(at)) && !onScreen(at)) {
        scrollTo(Math.max(0, at - 1));
      }
    }
  }

  private boolean onScreen(int at) {
    return made.stream()
        .anyMatch(row ->
            row.getIndex() == at
                && row.getParent() != null
                && row.localToScene(row.getBoundsInLocal()).getMaxY()
                    <= localToScene(getBoundsInLocal()).getMaxY());
  }

  private void markRows() {
    made.forEach(this::mark);
  }

  private void mark(TableRow<Row> row) {
    var item = row.isEmpty() ? null : row.getItem();
    row.pseudoClassStateChanged(CHOSEN, item != null && model.isSelected(item));
    row.pseudoClassStateChanged(IN_FOCUS, item != null && model.holdsFocus(item));
  }

  private void press(TableRow<Row> row, MouseEvent event) {
    var item = row.getItem();
    if (item == null || event.getButton() != MouseButton.PRIMARY) {
      return;
    }
    requestFocus();
    getSelectionModel().clearAndSelect(row.getIndex());
    if (event.isShortcutDown() || event.isShiftDown()) {
      model.add(item);
    } else {
      model.choose(item);
    }
    event.consume();
  }

  private void press(KeyEvent event) {
    var item = getSelectionModel().getSelectedItem();
    if (item == null) {
      return;
    }
    if (event.getCode() == KeyCode.ENTER) {
      model.choose(item);
      event.consume();
    } else if (event.getCode() == KeyCode.SPACE) {
      model.add(item);
      event.consume();
    }
  }
}
