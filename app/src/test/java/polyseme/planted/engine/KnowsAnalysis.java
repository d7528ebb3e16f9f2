// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.engine;

import polyseme.planted.analysis.ScanService;

/// The engine knows the analysis.
public record KnowsAnalysis(ScanService scan) {}
