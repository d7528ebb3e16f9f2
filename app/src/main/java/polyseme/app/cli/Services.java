// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.function.Supplier;
import polyseme.analysis.step.Demo;
import polyseme.analysis.step.UserCache;
import polyseme.analysis.step.Workbench;
import polyseme.app.bench.BenchSuite;
import polyseme.engine.hub.ModelLocator;

/// What commands work with. The parts are made when a command needs them, so that the others start
/// quickly.
///
/// @param version version of the program
/// @param workbench the use cases
/// @param demo the demo
/// @param benches the measurements
/// @param log the file that mistakes of the program are written to
/// @param pictures paints the window's screens
/// @param models finds models by name
/// @param kept what the program keeps on disk
public record Services(
    String version,
    Supplier<Workbench> workbench,
    Supplier<Demo> demo,
    BenchSuite benches,
    Path log,
    Pictures pictures,
    Supplier<ModelLocator> models,
    Supplier<UserCache> kept) {

  /// Name and version of the program.
  ///
  /// @return what provenance says
  public String program() {
    return "Polyseme " + version;
  }
}
