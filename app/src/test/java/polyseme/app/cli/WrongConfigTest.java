// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The table of wrong values in docs/reliability.md is what `polyseme info` says.
final class WrongConfigTest {

  private static final int ROWS = 10;

  /// Model, right value, wrong value, sentence.
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([\\w-]+) \\| `(.+?)` \\| `(.+?)` \\| (.+) \\|$");

  @TempDir private Path folder;

  @Test
  void everySentenceOfTheTableIsSaid() throws IOException {
    var table = Files.readString(Cli.ROOT.resolve("docs/reliability.md"));
    var rows = ROW.matcher(table).results().toList();
    assertEquals(ROWS, rows.size());
    for (var row : rows) {
      var model = copy(row.group(1));
      var config = model.resolve("config.json");
      var text = Files.readString(config);
      assertTrue(text.contains(row.group(2)), row.group(2));
      Files.writeString(config, text.replace(row.group(2), row.group(3)));
      var said = new Cli(folder).run("info", model.toString());
      said.assertRefused(ExitCode.USER);
      var sentence = said.err().lines().findFirst().orElse("");
      assertEquals(row.group(4), sentence.replace(model + "/", ""));
    }
  }

  private Path copy(String name) throws IOException {
    var model = Files.createTempDirectory(folder, "model");
    try (var files = Files.list(Cli.PARITY.resolve(name))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, model.resolve(file.getFileName()));
      }
    }
    return model;
  }
}
