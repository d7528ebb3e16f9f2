// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.gather.ContextBasis;
import polyseme.analysis.gather.ContextProjector;
import polyseme.analysis.gather.ContextSample;
import polyseme.analysis.gather.ScanCore;
import polyseme.analysis.gather.UnitMoments;
import polyseme.analysis.gather.WindowBatch;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.hook.ActivationSink;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.task.StoreException;

/// What one worker gathers of all hooks, and of which shards.
final class Gathering {

  private final ScanShape shape;
  private final List<ScanCore> cores;
  private final @Nullable ContextBasis basis;
  private final @Nullable ContextSample sample;
  private final BitSet shards = new BitSet();
  private final @Nullable ContextProjector projector;
  private float[][] contexts = new float[0][];

  /// @param cores one a hook, in their order
  /// @param basis directions of contexts, null if contexts are not gathered
  /// @param sample takes whole context vectors, null if contexts are not gathered
  Gathering(
      ScanShape shape,
      List<ScanCore> cores,
      @Nullable ContextBasis basis,
      @Nullable ContextSample sample) {
    this.shape = shape;
    this.cores = List.copyOf(cores);
    this.basis = basis;
    this.sample = sample;
    projector = basis == null ? null : new ContextProjector(basis);
  }

  ScanCore core(int hook) {
    return cores.get(hook);
  }

  List<ScanCore> cores() {
    return cores;
  }

  @Nullable ContextSample contextSample() {
    return sample;
  }

  Set<HookPoint> capture() {
    return shape.capture(basis != null);
  }

  /// Shards that are in.
  BitSet shards() {
    return (BitSet) shards.clone();
  }

  void finished(int shard) {
    shards.set(shard);
  }

  /// Takes in one batch as it goes through the model.
  ActivationSink sink(WindowBatch batch) {
    return (hook, values) -> {
      if (hook instanceof HookPoint.InBlock(int layer, var site)) {
        if (projector != null && site == shape.contexts()) {
          takeContexts(projector, layer, values, batch);
        }
        for (var i = 0; i < cores.size(); i++) {
          if (shape.hooks().get(i).site() == site) {
            cores.get(i).accept(layer, values, batch, projector == null ? null : contexts);
          }
        }
      }
    };
  }

  private void takeContexts(
      ContextProjector directions, int layer, FloatBuffer values, WindowBatch batch) {
    var width = batch.tokens().width();
    makeRoom(batch.tokens().rows() * width);
    for (var row = 0; row < batch.windows().size(); row++) {
      var window = batch.windows().get(row);
      var place = row * width + batch.lead() + window.from();
      directions.project(
          layer,
          values,
          values.position() + place * shape.dModel(),
          window.counted(),
          contexts,
          place);
      if (sample != null) {
        var first = row * width + batch.lead();
        sample.take(window, layer, values, values.position() + first * shape.dModel());
      }
    }
  }

  private void makeRoom(int places) {
    if (basis != null && contexts.length < places) {
      contexts = new float[places][basis.directions()];
    }
  }

  void beginUnit() {
    cores.forEach(ScanCore::beginUnit);
  }

  /// Ends a batch.
  ///
  /// @return the first number met that is none, null if all are
  ScanCore.@Nullable Oddity endBatch(WindowBatch batch) {
    ScanCore.Oddity first = null;
    for (var core : cores) {
      var oddity = core.endBatch(batch);
      first = first == null ? oddity : first;
    }
    return first;
  }

  /// Ends a unit.
  ///
  /// @return power sums of each hook
  List<UnitMoments> endUnit() {
    var sums = new ArrayList<UnitMoments>();
    for (var core : cores) {
      sums.add(core.endUnit());
    }
    return sums;
  }

  /// Takes over what another has, which has none of this one's shards.
  void merge(Gathering other) {
    for (var i = 0; i < cores.size(); i++) {
      cores.get(i).merge(other.cores.get(i));
    }
    if (sample != null && other.sample != null) {
      sample.merge(other.sample);
    }
    shards.or(other.shards);
  }

  /// Writes all, one group a hook.
  void save(SectionWriter out) throws IOException {
    out.begin("shrd");
    for (var word : shards.toLongArray()) {
      out.putLong(word);
    }
    out.end();
    if (sample != null) {
      sample.save(out);
    }
    for (var i = 0; i < cores.size(); i++) {
      out.group(i);
      cores.get(i).save(out);
    }
  }

  /// Adds to this fresh one what [#save] wrote.
  void load(SectionFile in) throws StoreException {
    var length = in.length("shrd");
    if (length % Long.BYTES != 0 || length > Integer.MAX_VALUE) {
      throw in.damaged("section shrd");
    }
    shards.or(BitSet.valueOf(in.read("shrd", 0, (int) length)));
    if (sample != null) {
      sample.load(in, 0);
    }
    for (var i = 0; i < cores.size(); i++) {
      cores.get(i).load(in, i);
    }
  }
}
