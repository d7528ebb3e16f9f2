// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import polyseme.engine.task.AtomicFile;
import polyseme.engine.task.OutputException;

/// A file a command was asked to write; its ending says what goes in.
///
/// @param path the file
/// @param ending one of the endings the command knows, without the dot
record OutputFile(Path path, String ending) {

  /// Looks at what was typed, before any long work begins.
  ///
  /// @param command whose output it is
  /// @param path what was typed
  /// @param endings the endings the command knows, without the dot
  /// @return the file
  /// @throws OutputException if no file can be written there
  static OutputFile of(PolysemeCommand command, Path path, List<String> endings)
      throws OutputException {
    var name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    var ending =
        endings.stream()
            .filter(known -> name.endsWith("." + known))
            .findFirst()
            .orElseThrow(() ->
                command.usage(
                    "“%s” does not end in %s".formatted(path, Choices.of(dotted(endings)))));
    checkWritable(path);
    return new OutputFile(path, ending);
  }

  private static List<String> dotted(List<String> endings) {
    return endings.stream().map(ending -> "." + ending).toList();
  }

  /// Refuses places where nothing can be written.
  ///
  /// @param path a file or folder to be made
  /// @throws OutputException if its folder is missing or may not be written to, or a folder has its
  ///   name
  static void checkWritable(Path path) throws OutputException {
    var folder = path.toAbsolutePath().normalize().getParent();
    if (folder == null || Files.isDirectory(path)) {
      throw new OutputException("%s is a folder.".formatted(path), "Choose the name of a file.");
    }
    checkFolder(folder);
  }

  /// Refuses folders where nothing can be written.
  ///
  /// @param folder where something is to be made
  /// @throws OutputException if it is missing or may not be written to
  static void checkFolder(Path folder) throws OutputException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new OutputException(
          "%s is a file, so nothing can be written into it.".formatted(folder), "Choose a folder.");
    }
    if (!Files.isDirectory(folder)) {
      throw new OutputException(
          "There is no folder %s to write to.".formatted(folder), "Make it or choose another.");
    }
    if (!Files.isWritable(folder)) {
      throw new OutputException(
          "Nothing can be written to %s.".formatted(folder),
          "Choose another folder or change its permissions.");
    }
  }

  void write(String text) throws OutputException {
    AtomicFile.write(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
