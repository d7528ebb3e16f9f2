// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.table;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;
import polyseme.app.table.NeuronColumn.Direction;
import polyseme.app.table.TableViewModel.Order;
import polyseme.app.table.TableViewModel.Row;
import polyseme.app.theme.ThemeModel;
import polyseme.engine.model.NeuronId;

/// The rows and columns of the table.
///
/// The table's own selection is only the keyboard's cursor. What is selected stands in the shared
/// selection model, a bit a neuron, and rows on screen are marked from it: so 36,864 rows are
/// selected as quickly as one.
final class NeuronGrid extends TableView<Row> {

  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
  private static final PseudoClass IN_FOCUS = PseudoClass.getPseudoClass("in-focus");
  private static final PseudoClass HINTED = PseudoClass.getPseudoClass("hinted");
  private static final double ROW_HEIGHT = 26;
  private static final int ROWS_ABOVE = 4;

  private final TableViewModel model;
  private final List<TableRow<Row>> made = new ArrayList<>();
  private int anchor;

  NeuronGrid(TableViewModel model, ThemeModel theme) {
    this.model = model;
    getStyleClass().addAll("dense", "neuron-grid");
    setAccessibleText("Table of neurons: Enter brings a row into focus, Space selects it");
    setFixedCellSize(ROW_HEIGHT);
    setTableMenuButtonVisible(true);
    getSelectionModel().setSelectionMode(SelectionMode.SINGLE);
    for (var column : NeuronColumn.values()) {
      getColumns().add(column(column, model, theme));
    }
    getColumns().add(new ClusterTokensColumn(model, this));
    setRowFactory(_ -> row());
    setSortPolicy(_ -> {
      model.sortBy(orders());
      return true;
    });
    setItems(model.rows());
    addEventFilter(KeyEvent.KEY_PRESSED, this::press);
    followModel();
    theme.themeProperty().subscribe(this::refresh);
  }

  private void followModel() {
    var selection = model.selection();
    selection.selectionProperty().subscribe(this::markRows);
    selection.hoverProperty().subscribe(this::markRows);
    selection.focusProperty().subscribe(this::reveal);
    model.rows().subscribe(this::keepCursor);
  }

  private static TableColumn<Row, Row> column(
      NeuronColumn what, TableViewModel model, ThemeModel theme) {
    var column = new TableColumn<Row, Row>();
    var title = new Label(what.title());
    title.getStyleClass().add("header-title");
    title.setTooltip(new Tooltip(what.meaning()));
    title.setMaxWidth(Double.MAX_VALUE);
    column.setText("");
    column.setGraphic(title);
    column.setUserData(what);
    column.getStyleClass().add("number");
    column.setPrefWidth(
        switch (what) {
          case NEURON, CLUSTER -> 74;
          case LAYER -> 52;
          case FRACTION_POSITIVE -> 98;
          default -> 84;
        });
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
    column.setCellFactory(_ -> new NeuronCell(what, model, theme));
    return column;
  }

  private List<Order> orders() {
    return getSortOrder().stream()
        .map(column ->
            new Order(
                (NeuronColumn) column.getUserData(),
                column.getSortType() == TableColumn.SortType.ASCENDING
                    ? Direction.ASCENDING
                    : Direction.DESCENDING))
        .toList();
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
    row.hoverProperty()
        .subscribe(over -> {
          var item = row.getItem();
          var hover = model.selection().hoverProperty();
          if (over && item != null) {
            hover.set(item.id());
          } else if (item != null && item.id().equals(hover.get())) {
            hover.set(null);
          }
        });
    made.add(row);
    return row;
  }

  private void markRows() {
    made.forEach(this::mark);
  }

  private void mark(TableRow<Row> row) {
    var item = row.isEmpty() ? null : row.getItem();
    var selection = model.selection();
    row.pseudoClassStateChanged(CHOSEN, item != null && model.isSelected(item));
    row.pseudoClassStateChanged(
        IN_FOCUS, item != null && item.id().equals(selection.focusProperty().get()));
    row.pseudoClassStateChanged(
        HINTED, item != null && item.id().equals(selection.hoverProperty().get()));
  }

  private void press(TableRow<Row> row, MouseEvent event) {
    var item = row.getItem();
    if (item == null || event.getButton() != MouseButton.PRIMARY) {
      return;
    }
    requestFocus();
    if (event.isShiftDown()) {
      model.selectRange(anchor, row.getIndex());
    } else {
      anchor = row.getIndex();
      if (event.isShortcutDown()) {
        model.toggle(item);
      } else {
        model.pick(item);
      }
    }
    getSelectionModel().clearAndSelect(row.getIndex());
    event.consume();
  }

  private void press(KeyEvent event) {
    var cursor = getSelectionModel().getSelectedIndex();
    var item = getSelectionModel().getSelectedItem();
    if (event.getCode() == KeyCode.ENTER && item != null) {
      model.pick(item);
    } else if (event.getCode() == KeyCode.SPACE && item != null) {
      anchor = cursor;
      model.toggle(item);
    } else if (event.getCode() == KeyCode.A && event.isShortcutDown()) {
      model.selectAll();
    } else if (event.isShiftDown() && event.getCode() == KeyCode.DOWN) {
      extend(cursor, cursor + 1);
    } else if (event.isShiftDown() && event.getCode() == KeyCode.UP) {
      extend(cursor, cursor - 1);
    } else {
      return;
    }
    event.consume();
  }

  private void extend(int cursor, int to) {
    if (cursor < 0 || to < 0 || to >= getItems().size()) {
      return;
    }
    var item = getItems().get(cursor);
    if (!model.isSelected(item)) {
      anchor = cursor;
    }
    model.selectRange(anchor, to);
    getSelectionModel().clearAndSelect(to);
    if (!onScreen(to)) {
      scrollTo(Math.max(0, to - ROWS_ABOVE));
    }
  }

  private void reveal(@Nullable NeuronId id) {
    markRows();
    var at = id == null ? -1 : model.position(id);
    if (at < 0) {
      return;
    }
    anchor = at;
    if (at != getSelectionModel().getSelectedIndex()) {
      getSelectionModel().clearAndSelect(at);
    }
    if (!onScreen(at)) {
      scrollTo(Math.max(0, at - ROWS_ABOVE));
    }
  }

  private void keepCursor() {
    var id = model.selection().focusProperty().get();
    var at = id == null ? -1 : model.position(id);
    anchor = Math.max(0, at);
    if (at >= 0) {
      getSelectionModel().clearAndSelect(at);
    } else {
      getSelectionModel().clearSelection();
    }
  }

  private boolean onScreen(int at) {
    return made.stream()
        .anyMatch(row ->
            row.getIndex() == at
                && row.isVisible()
                && row.getParent() != null
                && row.getBoundsInParent().getMinY() >= 0
                && row.localToScene(row.getBoundsInLocal()).getMaxY()
                    <= localToScene(getBoundsInLocal()).getMaxY());
  }
}
