// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.StoreException;

/// What a scan needs to know of its model and settings.
///
/// @param hooks what is scanned, in the order asked for
/// @param contexts the site whose vectors are the contexts of neurons: the residual stream that the
///   MLP reads
/// @param dModel numbers of such a vector
/// @param options with all defaults filled in
/// @param lead 1 if the model begins every text with a token of its own, else 0
/// @param bosId that token
record ScanShape(
    List<HookUnits> hooks,
    BlockSite contexts,
    int dModel,
    ScanOptions options,
    int lead,
    int bosId) {

  /// Full batches that make a unit.
  private static final int UNIT_BATCHES = 8;

  private static final int USUAL_CONTEXT = 128;

  /// @throws RequestException if the model cannot be scanned so
  static ScanShape of(HookedModel model, ScanOptions options) throws RequestException {
    var config = model.config();
    if (config.neurons().size() == 0) {
      throw new RequestException(
          "The model %s has no MLP neurons to scan.".formatted(model.folder().name()),
          "Scan a model whose blocks have MLPs.");
    }
    var hooks = new ArrayList<HookUnits>();
    for (var site : options.content().hooks()) {
      hooks.add(HookUnits.of(site, config));
    }
    var longest = config.dims().nCtx();
    var context = options.contextTokens();
    context = context == 0 ? Math.min(longest, USUAL_CONTEXT) : context;
    var lead = model.tokenizer().bosId() >= 0 ? 1 : 0;
    if (context > longest || context <= lead) {
      throw new RequestException(
          "Windows of %d tokens do not fit this model, whose context has %d."
              .formatted(context, longest),
          "Choose between %d and %d tokens.".formatted(lead + 1, longest));
    }
    if (options.policy().stride() > context - lead) {
      throw new RequestException(
          "A stride of %d tokens would leave out some: windows hold %d."
              .formatted(options.policy().stride(), context - lead),
          "Choose a stride of %d at most.".formatted(context - lead));
    }
    return new ScanShape(
        List.copyOf(hooks),
        config.layout().parallel() ? BlockSite.RESID_PRE : BlockSite.RESID_MID,
        config.dims().dModel(),
        options.withContextTokens(context),
        lead,
        model.tokenizer().bosId());
  }

  int nLayers() {
    return hooks.getFirst().index().nLayers();
  }

  /// Neurons of all hooks together.
  int neurons() {
    return hooks.stream().mapToInt(hook -> hook.index().size()).sum();
  }

  ScanShape withWorkers(int workers) {
    return new ScanShape(hooks, contexts, dModel, options.withWorkers(workers), lead, bosId);
  }

  WindowRule rule() {
    return WindowRule.of(options.contextTokens() - lead, options.policy());
  }

  int windowsPerUnit() {
    return UNIT_BATCHES * options.batchRows();
  }

  /// Writes section `shap`: what cannot be told from settings alone.
  void save(SectionWriter out) throws IOException {
    out.begin("shap");
    out.putInt(nLayers()).putInt(dModel).putInt(lead).putInt(bosId);
    for (var hook : hooks) {
      out.putInt(hook.index().dMlp());
    }
    out.end();
  }

  /// Reads what [#save] wrote.
  static ScanShape load(SectionFile in, ScanOptions options) throws StoreException {
    var sites = options.content().hooks();
    in.expect("shap", Integer.BYTES * (4L + sites.size()));
    var numbers = in.read("shap", 0, Integer.BYTES * (4 + sites.size()));
    var nLayers = numbers.getInt();
    var dModel = numbers.getInt();
    var lead = numbers.getInt();
    var bosId = numbers.getInt();
    var hooks = new ArrayList<HookUnits>();
    for (var site : sites) {
      var width = numbers.getInt();
      if (nLayers < 1 || width < 1 || (long) nLayers * width > Integer.MAX_VALUE / 64) {
        throw in.damaged("section shap");
      }
      hooks.add(new HookUnits(site, new NeuronIndex(nLayers, width)));
    }
    if (dModel < 1 || lead < 0 || lead > 1) {
      throw in.damaged("section shap");
    }
    return new ScanShape(List.copyOf(hooks), BlockSite.RESID_MID, dModel, options, lead, bosId);
  }

  /// What the forward pass is to give.
  Set<HookPoint> capture(boolean withContexts) {
    var points = new HashSet<HookPoint>();
    for (var layer = 0; layer < nLayers(); layer++) {
      for (var hook : hooks) {
        points.add(new HookPoint.InBlock(layer, hook.site()));
      }
      if (withContexts) {
        points.add(new HookPoint.InBlock(layer, contexts));
      }
    }
    return points;
  }
}
