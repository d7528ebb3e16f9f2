// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.assets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Finds what the program ships, by its path below this package: `templates/page.css`.
public final class Assets {

  private Assets() {}

  /// A text, read as UTF-8.
  ///
  /// @param name path such as `templates/page.css`
  /// @return its content
  /// @throws IllegalArgumentException if nothing of that name is shipped
  public static String text(String name) {
    try (var in = stream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the asset " + name, e);
    }
  }

  /// Where something shipped can be loaded from, for programs that want an address.
  ///
  /// @param name path such as `css/window.css`
  /// @return its address
  /// @throws IllegalArgumentException if nothing of that name is shipped
  public static URL resource(String name) {
    return found(Assets.class.getResource(checked(name)), name);
  }

  /// The bytes of something shipped.
  ///
  /// @param name path such as `demo/model/config.json`
  /// @return a stream; the caller closes it
  /// @throws IllegalArgumentException if nothing of that name is shipped
  public static InputStream stream(String name) {
    return found(Assets.class.getResourceAsStream(checked(name)), name);
  }

  private static String checked(String name) {
    if (name.startsWith("/") || name.contains("..") || name.isEmpty()) {
      throw new IllegalArgumentException("not the name of an asset: " + name);
    }
    return name;
  }

  private static <T> T found(@Nullable T resource, String name) {
    if (resource == null) {
      throw new IllegalArgumentException("no such asset: " + name);
    }
    return resource;
  }
}
