// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.util.ArrayList;
import java.util.List;
import polyseme.analysis.gather.ExtremeTable;
import polyseme.analysis.section.SectionFile;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.StoreException;

/// The sizes that stand in the section `head` of `neurons.psc`.
///
/// @param hooks layers and neurons of each hook
/// @param topK examples at either end
/// @param places positions of profiles
/// @param rule how documents were cut into windows; skipped tokens are not said here
/// @param dModel numbers of a context vector, 0 in version 1
/// @param tokens tokens of the corpus
/// @param counted tokens that counted
/// @param documents documents of the corpus
/// @param sums checksums of `scan.json` and of the sections `tokn`, `docs`
record NeuronHead(
    List<NeuronIndex> hooks,
    int topK,
    int places,
    WindowRule rule,
    int dModel,
    long tokens,
    long counted,
    int documents,
    List<Integer> sums) {

  private static final int BYTES_1 = 48;
  private static final int BYTES_2 = 64;
  private static final int MOST_HOOKS = 64;

  static NeuronHead read(SectionFile file) throws StoreException {
    var head = file.version() == 1 ? first(file) : second(file);
    if (head.topK < 1 || head.places < 0 || head.tokens < 1 || head.counted < 1) {
      throw file.damaged("section head");
    }
    return head;
  }

  private static NeuronHead first(SectionFile file) throws StoreException {
    file.expect("head", BYTES_1);
    var head = file.read("head", 0, BYTES_1);
    var neurons = index(file, head.getInt(), head.getInt());
    var topK = head.getInt();
    var places = head.getInt();
    var capacity = head.getInt();
    var reach = head.getInt();
    var tokens = head.getLong();
    var documents = head.getInt();
    return new NeuronHead(
        List.of(neurons),
        topK,
        places,
        rule(file, capacity, capacity, reach),
        0,
        tokens,
        tokens,
        documents,
        List.of(head.getInt(), head.getInt(), head.getInt()));
  }

  private static NeuronHead second(SectionFile file) throws StoreException {
    var length = file.length("head");
    if (length < BYTES_2 || length > BYTES_2 + Integer.BYTES * MOST_HOOKS) {
      throw file.damaged("section head");
    }
    var head = file.read("head", 0, (int) length);
    var nLayers = head.getInt();
    var topK = head.getInt();
    var places = head.getInt();
    var rule = rule(file, head.getInt(), head.getInt(), head.getInt());
    var dModel = head.getInt();
    var documents = head.getInt();
    var tokens = head.getLong();
    var counted = head.getLong();
    var sums = List.of(head.getInt(), head.getInt(), head.getInt());
    var count = head.getInt();
    if (count < 1 || head.remaining() != Integer.BYTES * (long) count) {
      throw file.damaged("section head");
    }
    var hooks = new ArrayList<NeuronIndex>();
    for (var i = 0; i < count; i++) {
      hooks.add(index(file, nLayers, head.getInt()));
    }
    return new NeuronHead(
        List.copyOf(hooks), topK, places, rule, dModel, tokens, counted, documents, sums);
  }

  private static WindowRule rule(SectionFile file, int capacity, int stride, int reach)
      throws StoreException {
    if (capacity < 1 || stride < 1 || stride > capacity || reach != ExtremeTable.REACH) {
      throw file.damaged("section head");
    }
    return new WindowRule(capacity, stride, 0, 0);
  }

  private static NeuronIndex index(SectionFile file, int nLayers, int width) throws StoreException {
    if (nLayers < 1 || width < 1 || (long) nLayers * width > Integer.MAX_VALUE / NeuronFile.STAT) {
      throw file.damaged("section head");
    }
    return new NeuronIndex(nLayers, width);
  }
}
