// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import polyseme.analysis.scan.ScanTarget;

/// Where a scan goes, which part of it is made, and what to do about one begun before.
final class ScanPlace {

  private static final Pattern SHARD = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "SCAN",
      description =
          "Folder to make; an older scan of that name is replaced when the new one is done.")
  private Path out = Path.of("");

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description =
          "Make only part I of N (from 1), to be put together by “polyseme merge”; the parts may be"
              + " made on different machines.")
  private String shard = "1/1";

  @Option(
      names = "--resume",
      description = "Go on with a scan that was stopped; begin if there is none.")
  private boolean resume;

  @Option(names = "--restart", description = "Throw away a scan that was stopped, and begin anew.")
  private boolean restart;

  Path out() {
    return out;
  }

  ScanTarget target(PolysemeCommand command) {
    var numbers = SHARD.matcher(shard);
    if (!numbers.matches()) {
      throw command.usage("--shard takes a part and the number of parts, such as 1/8");
    }
    var part = Integer.parseInt(numbers.group(1));
    var parts = Integer.parseInt(numbers.group(2));
    if (part < 1 || part > parts) {
      throw command.usage("--shard %s: parts are numbered from 1 to %d".formatted(shard, parts));
    }
    if (resume && restart) {
      throw command.usage("--resume and --restart contradict each other");
    }
    var begun =
        resume
            ? ScanTarget.Begun.RESUME
            : restart ? ScanTarget.Begun.RESTART : ScanTarget.Begun.REFUSE;
    return new ScanTarget(out, part - 1, parts, begun);
  }
}
