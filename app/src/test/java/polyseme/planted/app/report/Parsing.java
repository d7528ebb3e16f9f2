// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.report;

import picocli.CommandLine;

/// picocli out of its package.
public record Parsing(CommandLine line) {}
