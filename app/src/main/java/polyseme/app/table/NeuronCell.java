// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.table;

import javafx.scene.control.TableCell;
import javafx.scene.shape.Circle;
import org.jspecify.annotations.Nullable;
import polyseme.app.control.GroupColors;
import polyseme.app.table.TableViewModel.Row;
import polyseme.app.theme.ThemeModel;

/// One cell of the table.
final class NeuronCell extends TableCell<Row, Row> {

  private static final double DOT = 4;

  private final NeuronColumn column;
  private final ThemeModel theme;
  private final TableViewModel model;
  private final @Nullable Circle dot;

  NeuronCell(NeuronColumn column, TableViewModel model, ThemeModel theme) {
    this.column = column;
    this.model = model;
    this.theme = theme;
    dot = column == NeuronColumn.CLUSTER ? new Circle(DOT) : null;
    getStyleClass().add("number");
  }

  @Override
  protected void updateItem(@Nullable Row row, boolean empty) {
    super.updateItem(row, empty);
    setText(empty || row == null ? null : column.text(row));
    if (dot != null) {
      setGraphic(row == null || row.cluster() < 0 ? null : colour(dot, row.cluster()));
    }
  }

  private Circle colour(Circle circle, int cluster) {
    circle.setFill(GroupColors.of(cluster, model.clusters(), theme.themeProperty().get()));
    return circle;
  }
}
