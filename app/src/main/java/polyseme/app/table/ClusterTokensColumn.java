// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.table;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;
import polyseme.app.table.TableViewModel.Row;

/// The tokens of a row's cluster. It stands last and takes the width the others leave, so that a
/// wide table has no empty end.
final class ClusterTokensColumn extends TableColumn<Row, Row> {

  private static final double LEAST = 88;
  private static final double SCROLL_BAR = 16;

  ClusterTokensColumn(TableViewModel model, TableView<Row> table) {
    var title = new Label("cluster's tokens");
    title.getStyleClass().add("header-title");
    title.setTooltip(
        new Tooltip("tokens at which the neurons of the cluster are highest, most telling first"));
    setGraphic(title);
    setSortable(false);
    setReorderable(false);
    getStyleClass().add("token-column");
    setMinWidth(LEAST);
    setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
    setCellFactory(_ ->
        new TableCell<>() {
          @Override
          protected void updateItem(@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? null : model.clusterName(row));
          }
        });
    var left = table.widthProperty().subtract(SCROLL_BAR);
    for (var other : List.copyOf(table.getColumns())) {
      left =
          left.subtract(
              Bindings.when(other.visibleProperty()).then(other.widthProperty()).otherwise(0));
    }
    prefWidthProperty().bind(Bindings.max(LEAST, left));
  }
}
