// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.report;

import java.util.List;
import polyseme.analysis.cluster.Clustering;
import polyseme.analysis.heatmap.JsonHeatmap;
import polyseme.analysis.markup.Markup;
import polyseme.analysis.scan.Example;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.NeuronStats;
import polyseme.analysis.scan.Sample;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanProvenance;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.StoreException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a scan says of a neuron, and a clustering, as JSON with exact numbers. What is no number
/// stands as `"NaN"`, `"Infinity"` or `"-Infinity"`.
public final class ProfileJson {

  private ProfileJson() {}

  /// A neuron: statistics, histogram, examples, and what they come from.
  ///
  /// @param profile the neuron
  /// @param provenance the scan's
  /// @return one JSON object, to be written as UTF-8
  public static String profile(NeuronProfile profile, ScanProvenance provenance) {
    return write(node(profile, provenance));
  }

  private static ObjectNode node(NeuronProfile profile, ScanProvenance provenance) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("neuron", profile.id().toString());
    root.put("layer", profile.id().layer()).put("index", profile.id().index());
    root.set("stats", stats(profile.stats()));
    var histogram = root.putObject("histogram");
    profile.histogram().edges().forEach(histogram.putArray("edges")::add);
    profile.histogram().counts().forEach(histogram.putArray("counts")::add);
    root.set("highest", examples(profile.examples().highest()));
    root.set("lowest", examples(profile.examples().lowest()));
    root.set("provenance", provenance(provenance));
    return root;
  }

  /// A neuron with all that its scan knows of it.
  ///
  /// @param scan the scan
  /// @param id the neuron
  /// @return one JSON object, to be written as UTF-8
  /// @throws StoreException if the scan is damaged
  public static String everything(Scan scan, NeuronId id) throws StoreException {
    var root = node(scan.profile(id), scan.provenance());
    var details = scan.details();
    if (details != null) {
      root.set("details", DetailsJson.of(scan, details, scan.neurons().row(id)));
      root.set("high", examples(scan.examples(id, Sample.HIGH)));
      root.set("low", examples(scan.examples(id, Sample.LOW)));
    }
    return write(root);
  }

  /// Examples of a neuron.
  ///
  /// @param id the neuron
  /// @param examples the examples
  /// @param provenance the scan's
  /// @return one JSON object, to be written as UTF-8
  public static String examples(NeuronId id, List<Example> examples, ScanProvenance provenance) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("neuron", id.toString());
    root.set("examples", examples(examples));
    root.set("provenance", provenance(provenance));
    return write(root);
  }

  /// Groups: how they were made, how good they are, and the group of each neuron in row order.
  ///
  /// @param clustering the groups
  /// @param provenance that of the scan they come from
  /// @return one JSON object, to be written as UTF-8
  public static String clustering(Clustering clustering, ScanProvenance provenance) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("k", clustering.k()).put("points", clustering.space().option());
    root.put("seed", clustering.seed());
    root.put("silhouette", clustering.quality().silhouette());
    root.put("distortion", clustering.quality().distortion());
    root.put("silhouettes_measured_at", measured(clustering));
    root.set("method", method(clustering.method()));
    var clusters = root.putArray("clusters");
    var silhouettes = clustering.quality().clusterSilhouettes();
    for (var cluster = 0; cluster < clustering.k(); cluster++) {
      var node = clusters.addObject();
      node.put("cluster", cluster).put("size", clustering.members(cluster).size());
      if (cluster < silhouettes.size()) {
        node.put("silhouette", silhouettes.get(cluster));
      }
    }
    root.put("layers", clustering.neurons().nLayers())
        .put("neurons_per_layer", clustering.neurons().dMlp());
    clustering.labels().forEach(root.putArray("labels")::add);
    root.set("provenance", provenance(provenance));
    return write(root);
  }

  /// A scan's provenance.
  ///
  /// @param from the provenance
  /// @return an object
  public static ObjectNode provenance(ScanProvenance from) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("program", from.program()).put("model", from.modelName());
    node.put("model_path", from.modelPath()).put("model_sha256", from.modelDigest());
    node.put("corpus", from.corpusName()).put("corpus_sha256", from.corpusFingerprint());
    node.put("hook", from.hook()).put("processing", from.processing());
    node.put("documents", from.documents()).put("tokens", from.tokens());
    var options = node.putObject("options");
    options
        .put("top_k", from.options().topK())
        .put("context_tokens", from.options().contextTokens());
    options.put("profile_positions", from.options().profilePositions());
    options.put("seed", from.options().seed()).put("max_tokens", from.options().maxTokens());
    var policy = from.options().policy();
    options.put("stride", policy.stride()).put("skip_first", policy.skipFirst());
    options.put("skip_last", policy.skipLast()).put("duplicates_once", policy.duplicatesOnce());
    var content = from.options().content();
    var hooks = options.putArray("hooks");
    content.hooks().forEach(site -> hooks.add(site.path()));
    var kinds = options.putArray("kept");
    content.kinds().forEach(kind -> kinds.add(kind.word()));
    return node;
  }

  private static int measured(Clustering clustering) {
    var measured = clustering.quality().measured();
    return measured == 0 ? clustering.neurons().size() : measured;
  }

  private static ObjectNode method(Clustering.Method method) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("name", method.name()).put("components", method.components());
    return node.put("variance", method.variance()).put("starts", method.starts());
  }

  private static ObjectNode stats(NeuronStats stats) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("count", stats.count()).put("min", stats.min()).put("max", stats.max());
    node.put("mean", stats.mean()).put("variance", stats.variance());
    node.put("skewness", stats.skewness()).put("kurtosis", stats.kurtosis());
    return node.put("fraction_positive", stats.fractionPositive());
  }

  private static ArrayNode examples(List<Example> examples) {
    var array = JsonNodeFactory.instance.arrayNode();
    for (var example : examples) {
      var node = array.addObject();
      node.put("document", example.documentId()).put("document_number", example.peak().document());
      node.put("position", example.peak().position())
          .put("document_tokens", example.documentTokens());
      node.put("activation", example.activation()).put("peak", example.peakIndex());
      node.put("text", example.context().text());
      node.set("tokens", JsonHeatmap.tokens(example.context(), example.activations()));
    }
    return array;
  }

  private static String write(ObjectNode root) {
    var json = new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    return Markup.visibleJson(json) + "\n";
  }
}
