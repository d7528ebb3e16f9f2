// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import polyseme.analysis.scan.Statistic;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.RequestException;

/// Own columns as they are read from a table: a column `neuron` (`L1.50`) and others, for some or
/// all neurons.
///
/// @param columns the columns, in the table's order
/// @param builtIn names of columns that every scan has and that were passed over
public record OwnTable(List<OwnColumn> columns, List<String> builtIn) {

  private static final String NEURON = "neuron";
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N} _.+-]{0,62}[\\p{L}\\p{N}_+-])?");

  /// Keeps the lists unchangeable.
  public OwnTable {
    columns = List.copyOf(columns);
    builtIn = List.copyOf(builtIn);
  }

  /// Reads a table.
  ///
  /// @param csv the whole text, RFC 4180
  /// @param neurons the neurons there are
  /// @return its columns
  /// @throws RequestException if it has no column `neuron`, names a neuron that there is not or one
  ///   twice, or is no table, with the line
  public static OwnTable read(String csv, NeuronIndex neurons) throws RequestException {
    var records = CsvRecords.of(csv);
    if (records.isEmpty()) {
      throw new RequestException(
          "The table is empty.", "Give it a head, “neuron,NAME”, and a line a neuron.");
    }
    var head = records.getFirst();
    checkHead(head);
    var at = head.cells().indexOf(NEURON);
    var width = head.cells().size();
    var cells = new ArrayList<List<String>>();
    for (var column = 0; column < width; column++) {
      cells.add(new ArrayList<>(Collections.nCopies(neurons.size(), "")));
    }
    var lines = new HashMap<Integer, Integer>();
    for (var record : records.subList(1, records.size())) {
      if (record.cells().size() != width) {
        throw new RequestException(
            "Line %d has %d cells, the head has %d."
                .formatted(record.line(), record.cells().size(), width),
            "Give every line as many cells; put quotes about those with commas.");
      }
      var row = row(record, record.cells().get(at), neurons);
      var before = lines.putIfAbsent(row, record.line());
      if (before != null) {
        throw new RequestException(
            "Line %d names %s again, as line %d does."
                .formatted(record.line(), neurons.id(row), before),
            "Keep one of them.");
      }
      for (var column = 0; column < width; column++) {
        cells.get(column).set(row, record.cells().get(column));
      }
    }
    return of(head.cells(), cells);
  }

  private static OwnTable of(List<String> head, List<List<String>> cells) {
    var columns = new ArrayList<OwnColumn>();
    var builtIn = new ArrayList<String>();
    for (var column = 0; column < head.size(); column++) {
      var name = head.get(column);
      if (isBuiltIn(name)) {
        builtIn.add(name);
      } else {
        columns.add(OwnColumn.of(name, cells.get(column)));
      }
    }
    builtIn.remove(NEURON);
    return new OwnTable(columns, builtIn);
  }

  private static int row(CsvRecords.Cells record, String written, NeuronIndex neurons)
      throws RequestException {
    UnitAddress unit;
    try {
      unit = UnitAddress.parse(written);
    } catch (RequestException _) {
      throw new RequestException(
          "Line %d: “%s” is no neuron.".formatted(record.line(), written),
          "Write L1.50 for neuron 50 of layer 1.");
    }
    if (unit.hook().site() != BlockSite.POST
        || unit.layer() >= neurons.nLayers()
        || unit.index() >= neurons.dMlp()) {
      throw new RequestException(
          "Line %d: the scan has no %s.".formatted(record.line(), unit),
          "Its neurons are L0.0 to L%d.%d.".formatted(neurons.nLayers() - 1, neurons.dMlp() - 1));
    }
    return neurons.row(new NeuronId(unit.layer(), unit.index()));
  }

  private static void checkHead(CsvRecords.Cells head) throws RequestException {
    if (!head.cells().contains(NEURON)) {
      throw new RequestException(
          "The head has no column “neuron”: it is %s.".formatted(String.join(",", head.cells())),
          "Begin the table with “neuron,NAME”, cells with commas between them.");
    }
    var seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (var name : head.cells()) {
      if (!seen.add(name)) {
        throw new RequestException(
            "Two columns are called “%s”.".formatted(name), "Give every column its own name.");
      }
      if (!NAME.matcher(name).matches()) {
        throw new RequestException(
            "A column cannot be called “%s”.".formatted(name),
            "Take up to 64 letters, digits, spaces and the signs . _ + -, a letter or digit"
                + " first.");
      }
    }
  }

  /// Whether every scan has a column of this name.
  ///
  /// @param name a name
  /// @return true for `neuron`, `layer`, `index`, `count` and the statistics
  public static boolean isBuiltIn(String name) {
    var spelled = name.toLowerCase(Locale.ROOT);
    return Set.of(NEURON, "layer", "index", "count").contains(spelled)
        || Arrays.stream(Statistic.values()).anyMatch(one -> nameOf(one).equals(spelled));
  }

  /// How tables call a statistic.
  ///
  /// @param statistic any
  /// @return its name, as in `fraction_positive`
  public static String nameOf(Statistic statistic) {
    return statistic.name().toLowerCase(Locale.ROOT);
  }
}
