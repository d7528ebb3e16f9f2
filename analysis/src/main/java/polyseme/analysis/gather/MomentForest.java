// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// Central moments of all neurons, folded along a fixed binary tree over the units of a corpus; so
/// the result is the same, bit for bit, whatever the order in which units are finished and however
/// they are spread over workers and machines.
///
/// A node `(level, index)` stands for the units `index · 2^level` up to the next multiple. Two
/// neighbours become their parent as soon as both are there; where the corpus ends, a node without
/// neighbour becomes the parent as it is. What is kept at any time is few nodes, since units come
/// nearly in order. Safe for several threads.
public final class MomentForest {

  private final int neurons;
  private final int units;
  private final int rootLevel;
  private final Map<Node, CentralMoments> nodes = new TreeMap<>();

  private record Node(int level, int index) implements Comparable<Node> {

    @Override
    public int compareTo(Node other) {
      var byLevel = Integer.compare(level, other.level);
      return byLevel != 0 ? byLevel : Integer.compare(index, other.index);
    }

    Node parent() {
      return new Node(level + 1, index / 2);
    }

    Node sibling() {
      return new Node(level, index ^ 1);
    }
  }

  /// An empty forest.
  ///
  /// @param neurons rows
  /// @param units units that the whole corpus has, at least 1
  public MomentForest(int neurons, int units) {
    this.neurons = neurons;
    this.units = units;
    rootLevel = Integer.SIZE - Integer.numberOfLeadingZeros(units - 1);
  }

  /// Takes a finished unit; one that is in already is left out, since its moments are the same.
  ///
  /// @param unit its number, from 0
  /// @param moments its power sums
  public synchronized void accept(int unit, UnitMoments moments) {
    if (!covers(unit)) {
      put(new Node(0, unit), CentralMoments.of(moments));
    }
  }

  /// Whether a unit is in.
  ///
  /// @param unit its number
  /// @return true if it is part of a node
  public synchronized boolean covers(int unit) {
    for (var level = 0; level <= rootLevel; level++) {
      if (nodes.containsKey(new Node(level, unit >> level))) {
        return true;
      }
    }
    return false;
  }

  private void put(Node first, CentralMoments moments) {
    var node = first;
    var sum = moments;
    while (node.level < rootLevel) {
      var sibling = node.sibling();
      if (((long) sibling.index << sibling.level) < units) {
        var other = nodes.remove(sibling);
        if (other == null) {
          break;
        }
        sum = node.index % 2 == 0 ? sum.plus(other) : other.plus(sum);
      }
      node = node.parent();
    }
    nodes.put(node, sum);
  }

  /// Takes over another forest of the same corpus, which has none of this one's units.
  ///
  /// @param other another part
  public synchronized void merge(MomentForest other) {
    other.nodes.forEach(this::put);
  }

  /// The moments of all units.
  ///
  /// @return them, null while units are missing
  public synchronized @Nullable CentralMoments all() {
    return nodes.get(new Node(rootLevel, 0));
  }

  /// The moments of those units that are in.
  ///
  /// @return them folded from the left, null if there are none
  public synchronized @Nullable CentralMoments soFar() {
    return nodes.entrySet().stream()
        .sorted(
            Map.Entry.comparingByKey(
                (a, b) -> Long.compare((long) a.index << a.level, (long) b.index << b.level)))
        .map(Map.Entry::getValue)
        .reduce(CentralMoments::plus)
        .orElse(null);
  }

  /// Writes all nodes, section `fold`.
  ///
  /// @param out the file
  /// @throws IOException if it cannot be written
  public synchronized void save(SectionWriter out) throws IOException {
    out.begin("fold");
    out.putInt(units).putInt(nodes.size());
    for (var node : nodes.entrySet()) {
      out.putInt(node.getKey().level).putInt(node.getKey().index);
      node.getValue().save(out);
    }
    out.end();
  }

  /// Adds what [#save] wrote.
  ///
  /// @param in the file
  /// @param group which hook
  /// @throws StoreException if it is damaged
  public synchronized void load(SectionFile in, int group) throws StoreException {
    var key = SectionFile.key("fold", group);
    var head = in.read(key, 0, 8);
    var sameUnits = head.getInt() == units;
    var count = head.getInt();
    var bytes = 8 + CentralMoments.bytes(neurons);
    if (!sameUnits || count < 0 || in.length(key) != 8 + count * bytes) {
      throw in.damaged("section " + key);
    }
    for (var i = 0; i < count; i++) {
      var at = 8 + i * bytes;
      var place = in.read(key, at, 8);
      var node = new Node(place.getInt(), place.getInt());
      if (node.level < 0 || node.level > rootLevel || node.index < 0) {
        throw in.damaged("section " + key);
      }
      put(node, CentralMoments.load(in, key, at + 8, neurons));
    }
  }
}
