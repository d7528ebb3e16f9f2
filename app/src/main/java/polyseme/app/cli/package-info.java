// SPDX-License-Identifier: GPL-3.0-or-later
/// The command line: one class a command; prints, and turns failures into exit codes. Knows no
/// JavaFX.
@NullMarked
package polyseme.app.cli;

import org.jspecify.annotations.NullMarked;
