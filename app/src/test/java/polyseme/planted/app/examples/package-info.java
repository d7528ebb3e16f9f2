// SPDX-License-Identifier: GPL-3.0-or-later
/// Breaks rules on purpose, see [polyseme.app.PlantedFaultsTest].
@NullMarked
package polyseme.planted.app.examples;

import org.jspecify.annotations.NullMarked;
