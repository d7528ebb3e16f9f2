// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.fake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;

/// What the keyboard can reach in a view.
public final class Focusable {

  private Focusable() {}

  /// Nodes that the keyboard reaches and that say nothing of themselves.
  ///
  /// @param root the view
  /// @return those without words
  public static List<String> nameless(Parent root) {
    var found = new ArrayList<String>();
    var open = new ArrayDeque<Node>(List.of(root));
    while (!open.isEmpty()) {
      var node = open.pop();
      if (node.isFocusTraversable() && shown(node) && !named(node)) {
        found.add(node.toString());
      }
      if (node instanceof Parent parent) {
        open.addAll(parent.getChildrenUnmodifiable());
      }
    }
    return found;
  }

  private static boolean shown(Node node) {
    return node.getParent() == null || (node.isVisible() && shown(node.getParent()));
  }

  private static boolean named(Node node) {
    var words = node.getAccessibleText();
    return (words != null && !words.isBlank())
        || (node instanceof Labeled labeled && !labeled.getText().isBlank());
  }
}
