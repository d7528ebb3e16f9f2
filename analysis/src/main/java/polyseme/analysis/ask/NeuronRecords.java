// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.markup.Markup;
import polyseme.analysis.scan.Example;
import polyseme.analysis.scan.Histogram;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.Scan;
import polyseme.engine.task.AtomicFile;
import polyseme.engine.task.OutputException;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.StoreException;
import polyseme.engine.text.Token;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Neurons as `NeuronRecord`, the form in which OpenAI's *automated-interpretability* (2023) keeps
/// them, for programs that read it.
///
/// Moments are those of [polyseme.analysis.scan.NeuronStats], `null` where undefined. The records
/// of greatest activation are the highest examples of the scan, at most one a document. A scan
/// keeps no contexts of random places, so `random_sample` is empty and `random_sample_by_quantile`
/// is `null`; `quantile_boundaries` are the deciles 0.1 to 0.9 that the histogram gives.
public final class NeuronRecords {

  private static final String KIND = "dataclass_name";
  private static final int PARTS = 10;
  private static final int STEP = 256;

  private NeuronRecords() {}

  /// Writes all neurons of a scan, a line each; one at a time, since all records of a large scan
  /// are gigabytes.
  ///
  /// @param scan an open scan
  /// @param file where to; replaced if it is there
  /// @param progress told how far it is, in neurons
  /// @throws PolysemeException if the stored scan is damaged or the file cannot be written
  public static void write(Scan scan, Path file, Progress progress) throws PolysemeException {
    var damage = new AtomicReference<@Nullable StoreException>();
    try {
      AtomicFile.write(
          file,
          out -> {
            try {
              write(scan, out, progress);
            } catch (StoreException damaged) {
              damage.set(damaged);
              throw new IOException(damaged);
            }
          });
    } catch (OutputException failed) {
      var damaged = damage.get();
      throw damaged == null ? failed : damaged;
    }
  }

  private static void write(Scan scan, OutputStream out, Progress progress)
      throws IOException, StoreException {
    var rows = scan.neurons().size();
    for (var row = 0; row < rows; row++) {
      if (row % STEP == 0) {
        progress.report("Writing", row, rows, "neurons");
        progress.checkCancelled();
      }
      var record = line(scan.profile(scan.neurons().id(row))) + "\n";
      out.write(record.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// One neuron.
  ///
  /// @param profile the neuron
  /// @return a JSON object on one line
  public static String line(NeuronProfile profile) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put(KIND, "NeuronRecord");
    root.putObject("neuron_id")
        .put(KIND, "NeuronId")
        .put("layer_index", profile.id().layer())
        .put("neuron_index", profile.id().index());
    root.putArray("random_sample");
    root.putNull("random_sample_by_quantile");
    var boundaries = root.putArray("quantile_boundaries");
    for (var part = 1; part < PARTS; part++) {
      boundaries.add(quantile(profile.histogram(), (double) part / PARTS));
    }
    var stats = profile.stats();
    put(root, "mean", stats.mean());
    put(root, "variance", stats.variance());
    put(root, "skewness", stats.skewness());
    put(root, "kurtosis", stats.kurtosis());
    put(root.putArray("most_positive_activation_records"), profile.examples().highest());
    return Markup.visibleJson(new JsonMapper().writeValueAsString(root));
  }

  private static void put(ObjectNode root, String name, double value) {
    if (Double.isFinite(value)) {
      root.put(name, value);
    } else {
      root.putNull(name);
    }
  }

  private static void put(ArrayNode records, List<Example> examples) {
    for (var example : examples) {
      var record = records.addObject().put(KIND, "ActivationRecord");
      example.context().tokens().stream().map(Token::text).forEach(record.putArray("tokens")::add);
      var activations = record.putArray("activations");
      for (var i = 0; i < example.activations().size(); i++) {
        activations.add(example.activations().get(i));
      }
    }
  }

  /// The value below which a share of the tokens lies, spread evenly over its bin.
  static double quantile(Histogram histogram, double share) {
    var wanted = share * histogram.total();
    var below = 0L;
    for (var bin = 0; bin < histogram.counts().size(); bin++) {
      var count = histogram.counts().get(bin);
      if (count > 0 && below + count >= wanted) {
        var low = histogram.edges().get(bin);
        return low + (wanted - below) / count * (histogram.edges().get(bin + 1) - low);
      }
      below += count;
    }
    return histogram.edges().getLast();
  }
}
