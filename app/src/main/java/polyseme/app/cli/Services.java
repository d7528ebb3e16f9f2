// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.function.Supplier;
import polyseme.analysis.step.Demo;
import polyseme.analysis.step.Workbench;
import polyseme.app.bench.BenchSuite;

/// What commands work with. Workbench and demo are made when a command needs them, so that the
/// others start quickly.
///
/// @param version version of the program
/// @param workbench the use cases
/// @param demo the demo
/// @param benches the measurements
/// @param log the file that mistakes of the program are written to
/// @param pictures paints the window's screens
public record Services(
    String version,
    Supplier<Workbench> workbench,
    Supplier<Demo> demo,
    BenchSuite benches,
    Path log,
    Pictures pictures) {

  /// Name and version of the program.
  ///
  /// @return what provenance says
  public String program() {
    return "Polyseme " + version;
  }
}
