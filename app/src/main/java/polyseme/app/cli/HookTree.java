// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import polyseme.engine.hook.AxisLengths;
import polyseme.engine.hook.HookPoint;

/// Hook points as a tree of the parts of their names. All blocks of a model have the same ones, so
/// they stand there once.
final class HookTree {

  /// A part of a name.
  private static final class Node {
    private final Map<String, Node> children = new LinkedHashMap<>();
    private String shape = "";
    private String remark = "";
  }

  private final Node root = new Node();

  HookTree(List<HookPoint> hooks, AxisLengths lengths) {
    var layers = lengths.config().dims().nLayers();
    var blocks = layers == 1 ? "blocks.0" : "blocks.0 – blocks.%d".formatted(layers - 1);
    for (var hook : hooks) {
      switch (hook) {
        case HookPoint.InBlock(var layer, var site) -> {
          if (layer == 0) {
            add(root.children.computeIfAbsent(blocks, _ -> new Node()), site.path(), hook, lengths);
          }
        }
        case HookPoint.Global(var site) -> add(root, site.path(), hook, lengths);
      }
    }
  }

  private static void add(Node parent, String path, HookPoint hook, AxisLengths lengths) {
    var node = parent;
    for (var part : path.split("\\.", -1)) {
      node = node.children.computeIfAbsent(part, _ -> new Node());
    }
    node.shape = HooksCommand.shape(hook, lengths);
    node.remark = HooksCommand.remark(hook);
  }

  @Override
  public String toString() {
    var lines = new ArrayList<List<String>>();
    for (var entry : root.children.entrySet()) {
      lines.add(List.of(entry.getKey(), entry.getValue().shape, entry.getValue().remark));
      append(lines, entry.getValue(), "");
    }
    return new Columns(lines).toString();
  }

  private static void append(List<List<String>> lines, Node node, String indent) {
    var left = node.children.size();
    for (var entry : node.children.entrySet()) {
      left--;
      var child = entry.getValue();
      var name = indent + (left == 0 ? "└─ " : "├─ ") + entry.getKey();
      lines.add(List.of(name, child.shape, child.remark));
      append(lines, child, indent + (left == 0 ? "   " : "│  "));
    }
  }
}
