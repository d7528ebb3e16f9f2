// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.gather.LabelProfile;
import polyseme.analysis.gather.PositionProfile;
import polyseme.analysis.gather.TokenProfile;
import polyseme.analysis.gather.TokenSide;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanDetails;
import polyseme.engine.task.StoreException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a scan knows of a neuron beyond extremes and statistics, as JSON.
final class DetailsJson {

  private static final List<Double> QUANTILES =
      List.of(0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999);

  private DetailsJson() {}

  /// @param row row of the neuron
  static ObjectNode of(Scan scan, ScanDetails details, int row) throws StoreException {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("resting_level", details.resting().level(row));
    var quantiles = root.putArray("quantiles");
    for (var probability : QUANTILES) {
      var quantile = scan.quantile(row, probability);
      quantiles
          .addObject()
          .put("probability", probability)
          .put("value", quantile.value())
          .put("at_least", quantile.atLeast())
          .put("at_most", quantile.atMost());
    }
    var coherence = details.coherence(row);
    if (coherence != null) {
      root.putObject("coherence")
          .put("score", coherence.score())
          .put("mass", coherence.mass())
          .put("effective_tokens", coherence.effectiveTokens())
          .put("kept_variance", details.keptVariance(scan.neurons().id(row).layer()));
    }
    var positions = details.positions(row);
    if (positions != null) {
      root.set("positions", positions(positions));
    }
    addTokens(root, "tokens", details.tokens(row, TokenSide.CURRENT));
    addTokens(root, "previous_tokens", details.tokens(row, TokenSide.PREVIOUS));
    root.set("labels", labels(details.labels(row)));
    return root;
  }

  private static ObjectNode positions(PositionProfile profile) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("mutual_information_bits", profile.mutualInformation()).put("cuts", profile.cuts());
    var bins = node.putArray("bins");
    for (var bin : profile.bins()) {
      bins.addObject()
          .put("first", bin.first())
          .put("last", bin.last())
          .put("tokens", bin.tokens())
          .put("mean", bin.mean())
          .put("active", bin.active());
    }
    return node;
  }

  private static void addTokens(ObjectNode root, String name, @Nullable TokenProfile profile) {
    if (profile == null) {
      return;
    }
    var node = root.putObject(name);
    node.put("cuts", profile.cuts());
    var rows = node.putArray("rows");
    profile.byShare(profile.tokens().size()).forEach(entry -> rows.add(entry(entry)));
    var others = profile.others();
    if (others != null) {
      node.set("others", entry(others));
    }
    var none = profile.none();
    if (none != null) {
      node.set("none", entry(none));
    }
  }

  private static ObjectNode entry(TokenProfile.Entry entry) {
    var node = JsonNodeFactory.instance.objectNode();
    if (entry.token() >= 0) {
      node.put("token", entry.token());
    }
    return node.put("count", entry.count())
        .put("mean", entry.mean())
        .put("max", entry.greatest())
        .put("share", entry.share());
  }

  private static ArrayNode labels(List<LabelProfile> profiles) {
    var array = JsonNodeFactory.instance.arrayNode();
    for (var profile : profiles) {
      var node = array.addObject().put("key", profile.key()).put("cuts", profile.cuts());
      var values = node.putArray("values");
      for (var value : profile.values()) {
        values
            .addObject()
            .put("value", value.value())
            .put("count", value.count())
            .put("mean", value.mean())
            .put("auc", value.auc())
            .put("auc_error", value.aucError())
            .put("share", value.share());
      }
    }
    return array;
  }
}
