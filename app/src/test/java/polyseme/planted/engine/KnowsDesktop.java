// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.engine;

import java.awt.Color;
import javafx.scene.Node;

/// The engine knows JavaFX and AWT.
public record KnowsDesktop(Node node, Color color) {}
