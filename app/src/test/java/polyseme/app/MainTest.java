// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class MainTest {

  @Test
  void linuxHasADisplayWhenAVariableNamesOne() {
    assertTrue(Main.hasDisplay(Map.of("DISPLAY", ":0"), "Linux", ""));
    assertTrue(Main.hasDisplay(Map.of("WAYLAND_DISPLAY", "wayland-0"), "Linux", ""));
    assertFalse(Main.hasDisplay(Map.of(), "Linux", ""));
  }

  @Test
  void anEmptyVariableNamesNoDisplay() {
    assertFalse(Main.hasDisplay(Map.of("DISPLAY", "", "WAYLAND_DISPLAY", ""), "Linux", ""));
  }

  @Test
  void otherSystemsAlwaysHaveOne() {
    assertTrue(Main.hasDisplay(Map.of(), "Windows 11", ""));
    assertTrue(Main.hasDisplay(Map.of(), "Mac OS X", ""));
  }

  @Test
  void theHeadlessPlatformIsADisplayForTests() {
    assertTrue(Main.hasDisplay(Map.of(), "Linux", "Headless"));
  }
}
