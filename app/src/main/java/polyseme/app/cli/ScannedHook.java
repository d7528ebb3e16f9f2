// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.Scans;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;

/// Opens one hook of a scan and finds neurons in it.
final class ScannedHook {

  private ScannedHook() {}

  /// @param hook path or short name of one of the hooks scanned; empty for the first
  static Scan open(PolysemeCommand command, Path folder, String hook) throws PolysemeException {
    var first = command.workbench().openScan(folder);
    if (hook.isEmpty()) {
      return first;
    }
    try (first) {
      var sites = first.provenance().options().content().hooks();
      for (var i = 0; i < sites.size(); i++) {
        if (sites.get(i).path().equals(hook) || sites.get(i).shortName().equals(hook)) {
          return Scans.open(folder, i);
        }
      }
      throw new RequestException(
          "%s was not made of hook %s.".formatted(folder, hook),
          "It has %s."
              .formatted(String.join(", ", sites.stream().map(BlockSite::shortName).toList())));
    }
  }

  static NeuronId neuron(Scan scan, String name) throws RequestException {
    var unit = UnitAddress.parse(name);
    if (unit.hook().site() != BlockSite.POST) {
      throw new RequestException(
          "Neurons of a scan are named without their hook, unlike %s.".formatted(unit),
          "Write L%d.%d, and choose the hook with --hook.".formatted(unit.layer(), unit.index()));
    }
    var id = new NeuronId(unit.layer(), unit.index());
    var neurons = scan.neurons();
    if (!neurons.contains(id)) {
      throw new RequestException(
          "This scan of %s has no %s.".formatted(scan.provenance().modelName(), id),
          "Its layers are 0 to %d, with neurons 0 to %d in each."
              .formatted(neurons.nLayers() - 1, neurons.dMlp() - 1));
    }
    return id;
  }
}
