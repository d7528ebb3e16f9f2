// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {

  @TempDir private Path folder;

  @Test
  void thePageNeedsNothingElseAndTheScanIsMadeOnce() throws IOException {
    var cli = new Cli(folder);
    var page = folder.resolve("demo.html");
    var first = cli.run("demo", "-o", page.toString(), "--json").json();
    assertEquals(page.toString(), first.get("out").asString());
    var made = scanTime();
    var html = Files.readString(page);
    assertEquals(3, Pattern.compile("href=\"#L\\d\\.\\d+\"").matcher(html).results().count());
    assertTrue(html.contains("<svg") && html.contains("silhouette") && html.contains("SHA-256"));
    assertTrue(html.contains("<p class=\"parity verified small\""), "the demo's numbers agree");
    assertTrue(html.contains("verified against TransformerLens (reference.safetensors)"));
    assertTrue(html.contains("47 hook points over 1 text,"));
    assertFalse(Pattern.compile("(src|href)=\"(?!#|data:)").matcher(html).find());

    assertEquals("Wrote " + page + "\n", cli.run("demo", "-q", "-o", page.toString()).out());
    assertEquals(made, scanTime());
    assertEquals(html, Files.readString(page));
  }

  private FileTime scanTime() throws IOException {
    try (var files = Files.walk(folder.resolve("cache"))) {
      var scan = files.filter(file -> file.endsWith("scan.json")).findFirst().orElseThrow();
      return Files.getLastModifiedTime(scan);
    }
  }
}
