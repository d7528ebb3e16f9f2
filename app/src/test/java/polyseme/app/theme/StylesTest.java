// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import polyseme.analysis.color.Rgb;
import polyseme.analysis.color.Theme;

final class StylesTest {

  private static final Pattern DEFINITION = Pattern.compile("(-ps-[a-z-]+):\\s*([^;]+);");
  private static final Pattern USE = Pattern.compile("-ps-[a-z-]+");

  private static String sheet(String name) throws IOException {
    try (var in = StylesTest.class.getResourceAsStream("/polyseme/assets/css/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Map<String, String> colors(Theme theme) throws IOException {
    var colors = new HashMap<String, String>();
    var sheet = sheet("colors-%s.css".formatted(theme.name().toLowerCase(Locale.ROOT)));
    DEFINITION
        .matcher(sheet)
        .results()
        .forEach(match -> colors.put(match.group(1), match.group(2)));
    return colors;
  }

  @Test
  void theSheetsHoldTheColoursOfTheThemes() throws IOException {
    for (var theme : Theme.values()) {
      var colors = colors(theme);
      assertEquals(Rgb.css(theme.background()), colors.getOrDefault("-ps-window", "none"));
      assertEquals(Rgb.css(theme.panel()), colors.getOrDefault("-ps-panel", "none"));
      assertEquals(Rgb.css(theme.raised()), colors.getOrDefault("-ps-raised", "none"));
      assertEquals(Rgb.css(theme.neutral()), colors.getOrDefault("-ps-plot", "none"));
      assertEquals(Rgb.css(theme.border()), colors.getOrDefault("-ps-border", "none"));
      assertEquals(Rgb.css(theme.text()), colors.getOrDefault("-ps-text", "none"));
      assertEquals(Rgb.css(theme.mutedText()), colors.getOrDefault("-ps-muted", "none"));
      assertEquals(Rgb.css(theme.accent()), colors.getOrDefault("-ps-accent", "none"));
    }
  }

  @Test
  void bothThemesDefineEveryColourThatIsUsed() throws IOException {
    var used = new HashSet<String>();
    USE.matcher(sheet("polyseme.css")).results().forEach(match -> used.add(match.group()));
    for (var theme : Theme.values()) {
      assertTrue(colors(theme).keySet().containsAll(used), theme + " lacks some of " + used);
    }
  }

  @Test
  void mutedTextCanBeReadOnEverySurface() {
    for (var theme : Theme.values()) {
      for (var surface : new int[] {theme.background(), theme.panel(), theme.raised()}) {
        assertTrue(Rgb.contrast(theme.mutedText(), surface) >= 4.5);
        assertTrue(Rgb.contrast(theme.text(), surface) >= 7);
      }
    }
  }
}
