// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/// Starts the program.
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.out.println("Polyseme " + version());
  }

  private static String version() {
    var properties = new Properties();
    try (var in = Main.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "of an unknown version");
  }
}
