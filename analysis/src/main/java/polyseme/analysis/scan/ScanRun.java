// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.time.Duration;
import java.time.Instant;

/// What may differ between two equal scans.
///
/// @param finished when the scan was finished
/// @param duration how long it took
/// @param workers threads it ran on
/// @param modelPath where the model's folder was
/// @param machine processors, operating system and Java
public record ScanRun(
    Instant finished, Duration duration, int workers, String modelPath, String machine) {}
