// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.smile.SmileKMeans;
import polyseme.analysis.smile.SmilePca;
import polyseme.analysis.step.DefaultWorkbench;
import polyseme.analysis.step.Demo;
import polyseme.analysis.step.UserCache;
import polyseme.analysis.step.UserFolders;
import polyseme.analysis.step.Workbench;
import polyseme.app.bench.Bench;
import polyseme.app.bench.BenchSuite;
import polyseme.app.bench.EngineBenches;
import polyseme.app.bench.MapRedraw;
import polyseme.app.bench.PcaKMeansBench;
import polyseme.app.bench.ScanBenches;
import polyseme.app.cli.Services;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.hub.ModelLocator;
import polyseme.engine.hubcache.HubEnvironment;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.Progress;

/// Puts the parts of the program together; the only place that knows which ones there are.
final class Wiring {

  private static final String LOG_PROPERTY = "polyseme.log";

  private final UserFolders folders = UserFolders.here();

  /// Tells the log where its file belongs; comes before the first word is logged.
  void prepareLog() {
    System.setProperty(LOG_PROPERTY, log().toString());
  }

  Services services() {
    return new Services(
        version(),
        this::workbench,
        this::demo,
        benches(),
        log(),
        this::pictures,
        Wiring::models,
        () -> new UserCache(folders.cache(), folders.engine()));
  }

  private static ModelLocator models() {
    return new ModelLocator(HubEnvironment.here(), ModelFolder::check);
  }

  // Smile is loaded when it is needed: what only reads a folder starts without it.
  Workbench workbench() {
    return new DefaultWorkbench(
        (features, seed, progress) -> new SmilePca().project(features, seed, progress),
        (features, k, seed, progress) -> new SmileKMeans().cluster(features, k, seed, progress),
        folders.cache(),
        program());
  }

  Demo demo() {
    return new Demo(workbench(), folders.cache(), program());
  }

  // Loads JavaFX, so only when pictures are asked for.
  private List<Path> pictures(Path folder, @Nullable Path scan, Progress progress)
      throws OutputException {
    return new WindowPictures(theme -> new WindowWiring(theme, workbench()))
        .take(folder, scan, progress);
  }

  private BenchSuite benches() {
    var parts = new LinkedHashMap<String, Supplier<List<Bench>>>();
    parts.put("engine", () -> EngineBenches.all(workbench()));
    parts.put("scan", ScanBenches::all);
    parts.put("geometry", () -> List.of(new PcaKMeansBench()));
    parts.put("window", () -> List.of(new MapRedraw()));
    return new BenchSuite(parts);
  }

  private Path log() {
    return folders.log().resolve("polyseme.log");
  }

  private static String program() {
    return "Polyseme " + version();
  }

  private static String version() {
    var properties = new Properties();
    try (var in = Wiring.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "of an unknown version");
  }
}
