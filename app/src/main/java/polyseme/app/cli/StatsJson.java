// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.ask.StatsTable;
import polyseme.analysis.ask.StatsTable.Column;
import polyseme.analysis.report.ProfileJson;
import polyseme.analysis.scan.Scan;

/// The numbers of all neurons as JSON.
final class StatsJson {

  private StatsJson() {}

  static Json of(Scan scan, StatsTable table, @Nullable Column column, List<Integer> rows) {
    return Json.object()
        .put("sort", column == null ? null : column.name())
        .put("provenance", ProfileJson.provenance(scan.provenance()))
        .put("neurons", rows.stream().map(row -> json(scan, table, row)).toList());
  }

  private static Object json(Scan scan, StatsTable table, int row) {
    var id = scan.neurons().id(row);
    var json =
        Json.object()
            .put("neuron", id.toString())
            .put("layer", id.layer())
            .put("index", id.index())
            .put("count", scan.stats(row).count());
    for (var column : table.columns()) {
      json.put(column.name(), value(table, column, row));
    }
    return json.fields();
  }

  private static @Nullable Object value(StatsTable table, Column column, int row) {
    if (column instanceof Column.Own(var own) && own.cells().get(row).isEmpty()) {
      return null;
    }
    if (column instanceof Column.Own(var own) && !own.numeric()) {
      return own.cells().get(row);
    }
    var number = table.number(column, row);
    return (float) number == number ? (Object) (float) number : (Object) number;
  }
}
