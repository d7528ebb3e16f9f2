// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.markup.Markup;
import polyseme.analysis.projection.Embedding2D;
import polyseme.analysis.scan.NeuronStats;
import polyseme.engine.model.NeuronIndex;
import tools.jackson.databind.json.JsonMapper;

/// Tables for other programs: RFC 4180, lines end with CR LF, every number exact.
public final class Csv {

  private static final String END = "\r\n";

  private Csv() {}

  /// One line a neuron: `neuron,layer,index`, `x,y` and `cluster` where given, the statistics.
  /// Where a number is undefined the cell holds `NaN`.
  ///
  /// @param neurons which neurons
  /// @param map their places, or null
  /// @param clustering their groups, or null
  /// @param stats statistics of a row of `neurons`
  /// @return the table with its head, to be written as UTF-8
  /// @throws IllegalArgumentException if map or clustering are of other neurons
  public static String neurons(
      NeuronIndex neurons,
      @Nullable Embedding2D map,
      @Nullable Clustering clustering,
      IntFunction<NeuronStats> stats) {
    check(neurons, map, clustering);
    var out = new StringBuilder("neuron,layer,index");
    out.append(map == null ? "" : ",x,y").append(clustering == null ? "" : ",cluster");
    out.append(",count,min,max,mean,variance,skewness,kurtosis,fraction_positive").append(END);
    for (var row = 0; row < neurons.size(); row++) {
      var id = neurons.id(row);
      out.append(id).append(',').append(id.layer()).append(',').append(id.index());
      if (map != null) {
        out.append(',').append(map.xy().get(row, 0)).append(',').append(map.xy().get(row, 1));
      }
      if (clustering != null) {
        out.append(',').append(clustering.labels().get(row));
      }
      append(out, stats.apply(row));
    }
    return out.toString();
  }

  /// One line of a table of texts.
  ///
  /// @param cells any texts
  /// @return the cells, quoted where they must be, and the line end
  public static String line(List<String> cells) {
    return cells.stream().map(Csv::quoted).collect(Collectors.joining(",", "", END));
  }

  /// A token's text for a cell: a JSON string, so that spaces and line ends are seen and no
  /// spreadsheet takes it for a formula.
  ///
  /// @param token any text
  /// @return the cell's content, before quoting
  public static String token(String token) {
    return Markup.visibleJson(new JsonMapper().writeValueAsString(token));
  }

  /// Reads a table written here, or any other of RFC 4180.
  ///
  /// @param table the whole text
  /// @return its lines, each a list of cells
  public static List<List<String>> read(String table) {
    var lines = new ArrayList<List<String>>();
    var cells = new ArrayList<String>();
    var cell = new StringBuilder();
    var quoted = false;
    for (var i = 0; i < table.length(); i++) {
      var c = table.charAt(i);
      if (quoted && c == '"' && i + 1 < table.length() && table.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        cells.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          lines.add(List.copyOf(cells));
          cells.clear();
        }
      } else if (quoted || c != '\r') {
        cell.append(c);
      }
    }
    return List.copyOf(lines);
  }

  private static String quoted(String cell) {
    var needed = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return needed ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
  }

  private static void append(StringBuilder out, NeuronStats s) {
    out.append(',').append(s.count()).append(',').append(s.min()).append(',').append(s.max());
    out.append(',').append(s.mean()).append(',').append(s.variance());
    out.append(',').append(s.skewness()).append(',').append(s.kurtosis());
    out.append(',').append(s.fractionPositive()).append(END);
  }

  private static void check(
      NeuronIndex neurons, @Nullable Embedding2D map, @Nullable Clustering clustering) {
    if (map != null && !map.neurons().equals(neurons)) {
      throw new IllegalArgumentException(
          "the map is of %s, not of %s".formatted(map.neurons(), neurons));
    }
    if (clustering != null && !clustering.neurons().equals(neurons)) {
      throw new IllegalArgumentException(
          "the clusters are of %s, not of %s".formatted(clustering.neurons(), neurons));
    }
  }
}
