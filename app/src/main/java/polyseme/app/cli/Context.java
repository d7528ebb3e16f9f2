// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.function.BooleanSupplier;

/// What every command is given.
///
/// @param services what it works with
/// @param console where it prints
/// @param stopped whether somebody pressed Ctrl+C
record Context(Services services, Console console, BooleanSupplier stopped) {}
