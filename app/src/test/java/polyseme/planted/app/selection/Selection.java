// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.selection;

import javafx.stage.Stage;

/// What view models share knows a stage.
public record Selection(Stage stage) {}
