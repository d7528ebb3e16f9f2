// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.smile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import polyseme.engine.task.EngineUnavailableException;
import smile.linalg.blas.cblas_h;
import smile.tensor.DenseMatrix;
import smile.tensor.ScalarType;

/// Gives Smile the OpenBLAS it looks for. Smile asks the system for a library by its bare name; the
/// library comes from the class path, is unpacked into the user's cache, told to go by that name,
/// and loaded first. On macOS Smile takes the system's own library and nothing is unpacked.
final class OpenBlas {

  private static final String JAR_FOLDER = "/org/bytedeco/openblas/";
  private static final String MAVEN_FACTS = "/META-INF/maven/org.bytedeco/openblas/pom.properties";

  private OpenBlas() {}

  /// decision: a native library is loaded once per process whatever one does, so this may be
  /// static. It holds the reason why it failed, or null.
  private static final class Loaded {
    static final @Nullable String PROBLEM = load();
  }

  /// Makes sure that Smile's linear algebra works.
  ///
  /// @throws EngineUnavailableException if it does not, with the reason
  static void require() throws EngineUnavailableException {
    var problem = Loaded.PROBLEM;
    if (problem != null) {
      throw new EngineUnavailableException(
          "The linear algebra library OpenBLAS cannot be used: %s.".formatted(problem),
          "Check that this build of Polyseme is the one for your system and processor, and that its"
              + " cache folder can be written.");
    }
  }

  @SuppressWarnings("restricted") // loading a library is what this class is for
  private static @Nullable String load() {
    try {
      if (!System.getProperty("os.name", "").startsWith("Mac")) {
        for (var library : libraries()) {
          System.load(library.toString());
        }
        // decision: one thread, so that sums are added in one order whatever the machine is doing
        cblas_h.openblas_set_num_threads(1);
      }
      var probe = DenseMatrix.eye(ScalarType.Float64, 2).withUplo(smile.linalg.UPLO.LOWER);
      var sum = probe.eigen().wr().sum();
      return sum == 2 ? null : "it finds %s for the trace of a unit matrix".formatted(sum);
    } catch (IOException | LinkageError | IllegalArgumentException failed) {
      return reason(failed);
    }
  }

  private static String reason(Throwable failed) {
    var cause = failed.getCause() == null ? failed : failed.getCause();
    var message = String.valueOf(cause.getMessage()).strip();
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  private static List<Path> libraries() throws IOException {
    var cache =
        NativeCache.userFolder(
                System.getenv(),
                System.getProperty("os.name", ""),
                Path.of(System.getProperty("user.home", "")))
            .resolve("openblas-" + version() + "-" + platform());
    try {
      return unpack(new NativeCache(cache));
    } catch (IOException _) {
      // decision: an unwritable cache only costs time, so it is no failure
      var temporary = Files.createTempDirectory("polyseme-openblas");
      var files = unpack(new NativeCache(temporary));
      temporary.toFile().deleteOnExit();
      for (var file : files) {
        file.toFile().deleteOnExit();
        file.resolveSibling(file.getFileName() + ".sha256").toFile().deleteOnExit();
      }
      return files;
    }
  }

  /// In the order in which they need each other.
  private static List<Path> unpack(NativeCache cache) throws IOException {
    var files = new java.util.ArrayList<Path>();
    var folder = JAR_FOLDER + platform() + "/";
    for (var name : helpers()) {
      var file = cache.file(folder + name, name, UnaryOperator.identity());
      if (file != null) {
        files.add(file);
      }
    }
    var blas =
        windows()
            ? cache.file(folder + "libopenblas.dll", "libopenblas.dll", UnaryOperator.identity())
            : cache.file(
                folder + "libopenblas.so.0",
                "libopenblas.so",
                bytes -> NativeCache.shorten(bytes, "libopenblas.so.0", "libopenblas.so"));
    if (blas == null) {
      throw new IllegalArgumentException("it is not there for " + platform());
    }
    files.add(blas);
    return files;
  }

  private static List<String> helpers() {
    return windows()
        ? List.of(
            "libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libquadmath-0.dll", "libgfortran-5.dll")
        : List.of("libquadmath.so.0", "libgfortran.so.5");
  }

  private static boolean windows() {
    return System.getProperty("os.name", "").startsWith("Windows");
  }

  private static String platform() {
    var arch =
        switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          case String other -> other;
        };
    return (windows() ? "windows-" : "linux-") + arch;
  }

  private static String version() throws IOException {
    try (var in = OpenBlas.class.getResourceAsStream(MAVEN_FACTS)) {
      if (in == null) {
        return "unknown";
      }
      var facts = new java.util.Properties();
      facts.load(in);
      return facts.getProperty("version", "unknown");
    }
  }
}
