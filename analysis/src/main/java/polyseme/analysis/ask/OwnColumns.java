// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import polyseme.analysis.report.Csv;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.AtomicFile;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.StoreException;

/// The own columns of a scan: one table `columns/NAME.csv` each, in the scan's folder but outside
/// the files that are compared. See `docs/formats/columns.md`.
///
/// @param folder the scan's folder
/// @param neurons the neurons scanned
public record OwnColumns(Path folder, NeuronIndex neurons) {

  /// Name of the folder beside a scan's files.
  public static final String FOLDER = "columns";

  private static final String ENDING = ".csv";

  /// All columns.
  ///
  /// @return in the order of their names
  /// @throws StoreException if one cannot be read or does not fit the scan
  public List<OwnColumn> all() throws StoreException {
    var columns = new ArrayList<OwnColumn>();
    for (var file : files()) {
      columns.add(read(file));
    }
    return columns;
  }

  private List<Path> files() throws StoreException {
    var place = folder.resolve(FOLDER);
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (var entries = Files.list(place)) {
      return entries.filter(OwnColumns::isColumn).sorted().toList();
    } catch (IOException | UncheckedIOException _) {
      throw new StoreException(
          "%s cannot be read.".formatted(place), "Check that the folder may be read.");
    }
  }

  private static boolean isColumn(Path file) {
    var name = String.valueOf(file.getFileName());
    return name.endsWith(ENDING) && !name.startsWith(".");
  }

  private OwnColumn read(Path file) throws StoreException {
    try {
      var table = OwnTable.read(Files.readString(file), neurons);
      if (table.columns().size() != 1) {
        throw new RequestException(
            "There are %d own columns in it.".formatted(table.columns().size()), "");
      }
      return table.columns().getFirst();
    } catch (IOException _) {
      throw new StoreException(
          "%s cannot be read.".formatted(file), "Check that it is UTF-8 text and may be read.");
    } catch (RequestException wrong) {
      throw new StoreException(
          "%s is no column of this scan. %s".formatted(file, wrong.what()),
          "Remove the file, or add the column again.");
    }
  }

  /// Adds a column; one of the same name is replaced.
  ///
  /// @param column the column
  /// @return whether one was replaced
  /// @throws PolysemeException if it cannot be written
  public boolean add(OwnColumn column) throws PolysemeException {
    var before = file(column.name());
    var place = folder.resolve(FOLDER);
    try {
      Files.createDirectories(place);
    } catch (IOException _) {
      throw new OutputException(
          "The folder %s cannot be made.".formatted(place),
          "Make room, or check that the scan's folder may be written to.");
    }
    var table = new StringBuilder(Csv.line(List.of("neuron", column.name())));
    for (var row = 0; row < neurons.size(); row++) {
      if (!column.cells().get(row).isEmpty()) {
        table.append(Csv.line(List.of(neurons.id(row).toString(), column.cells().get(row))));
      }
    }
    AtomicFile.write(
        place.resolve(column.name() + ENDING),
        out -> out.write(table.toString().getBytes(StandardCharsets.UTF_8)));
    if (before.isPresent() && !before.get().endsWith(column.name() + ENDING)) {
      delete(before.get());
    }
    return before.isPresent();
  }

  /// Removes a column.
  ///
  /// @param name its name
  /// @throws PolysemeException if there is none of this name, or it cannot be removed
  public void remove(String name) throws PolysemeException {
    delete(
        file(name)
            .orElseThrow(() ->
                new RequestException(
                    "The scan has no own column “%s”.".formatted(name),
                    "List them without --remove.")));
    var place = folder.resolve(FOLDER);
    try {
      if (files().isEmpty()) {
        Files.deleteIfExists(place);
      }
    } catch (IOException _) {
      // other files lie there; they are none of ours
    }
  }

  private static void delete(Path file) throws OutputException {
    try {
      Files.delete(file);
    } catch (IOException _) {
      throw new OutputException(
          "%s cannot be removed.".formatted(file), "Check that its folder may be written to.");
    }
  }

  private Optional<Path> file(String name) throws StoreException {
    var wanted = (name + ENDING).toLowerCase(Locale.ROOT);
    return files().stream()
        .filter(file -> file.getFileName().toString().toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst();
  }
}
