// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.cli;

import javafx.beans.property.IntegerProperty;

/// The command line knows JavaFX.
public record Commands(IntegerProperty count) {}
