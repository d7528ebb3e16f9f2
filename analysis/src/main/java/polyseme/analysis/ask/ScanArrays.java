// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import polyseme.analysis.report.ProfileJson;
import polyseme.analysis.scan.Example;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanProvenance;
import polyseme.analysis.scan.Statistic;
import polyseme.engine.checkpoint.NpzWriter;
import polyseme.engine.checkpoint.SafetensorsWriter;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.tensor.Activations;
import polyseme.engine.tensor.Axis;

/// What a scan says of all neurons as arrays for other programs, a row a neuron: `layer`, `index`
/// and every statistic `[neurons]`; `high_value`, `high_document`, `high_position` and the same
/// with `low_` `[neurons, examples]`, where there are fewer NaN and −1; `profiles` `[neurons,
/// places]` with `profile_document`, `profile_position` `[places]`. `provenance` is JSON.
public final class ScanArrays {

  private static final int STEP = 256;

  private final String provenance;
  private final Map<String, Floats> floats = new LinkedHashMap<>();
  private final Map<String, Ints> ints = new LinkedHashMap<>();

  private record Floats(List<Integer> shape, Activations values) {}

  private record Ints(List<Integer> shape, List<Integer> values) {
    Ints {
      values = List.copyOf(values);
    }
  }

  /// Extremes at one end of all neurons.
  private static final class End {
    private final int most;
    private final float[] values;
    private final List<Integer> documents;
    private final List<Integer> positions;

    End(int neurons, int most) {
      this.most = most;
      values = new float[Math.multiplyExact(neurons, most)];
      Arrays.fill(values, Float.NaN);
      documents = new ArrayList<>(Collections.nCopies(values.length, -1));
      positions = new ArrayList<>(Collections.nCopies(values.length, -1));
    }

    void put(int row, List<Example> examples) {
      for (var i = 0; i < Math.min(most, examples.size()); i++) {
        var example = examples.get(i);
        values[row * most + i] = example.activation();
        documents.set(row * most + i, example.peak().document());
        positions.set(row * most + i, example.peak().position());
      }
    }
  }

  private ScanArrays(ScanProvenance provenance) {
    this.provenance = ascii(ProfileJson.provenance(provenance).toString());
  }

  /// Reads all that goes into the arrays.
  ///
  /// @param scan an open scan
  /// @param progress told how far it is, in neurons
  /// @return the arrays
  /// @throws PolysemeException if the stored scan is damaged
  public static ScanArrays of(Scan scan, Progress progress) throws PolysemeException {
    var arrays = new ScanArrays(scan.provenance());
    arrays.statistics(scan);
    arrays.extremes(scan, progress);
    arrays.profiles(scan);
    return arrays;
  }

  private void statistics(Scan scan) {
    var neurons = scan.neurons();
    var layers = new ArrayList<Integer>();
    var indexes = new ArrayList<Integer>();
    for (var row = 0; row < neurons.size(); row++) {
      layers.add(neurons.id(row).layer());
      indexes.add(neurons.id(row).index());
    }
    ints.put("layer", new Ints(List.of(neurons.size()), layers));
    ints.put("index", new Ints(List.of(neurons.size()), indexes));
    for (var statistic : Statistic.values()) {
      var values = new float[neurons.size()];
      for (var row = 0; row < values.length; row++) {
        values[row] = (float) statistic.of(scan.stats(row));
      }
      put(OwnTable.nameOf(statistic), List.of(values.length), values);
    }
  }

  private void extremes(Scan scan, Progress progress) throws PolysemeException {
    var rows = scan.neurons().size();
    var most = scan.provenance().options().topK();
    var highest = new End(rows, most);
    var lowest = new End(rows, most);
    for (var row = 0; row < rows; row++) {
      if (row % STEP == 0) {
        progress.report("Reading", row, rows, "neurons");
        progress.checkCancelled();
      }
      var examples = scan.profile(scan.neurons().id(row)).examples();
      highest.put(row, examples.highest());
      lowest.put(row, examples.lowest());
    }
    put("high", highest, rows);
    put("low", lowest, rows);
  }

  private void put(String name, End end, int rows) {
    var shape = List.of(rows, end.most);
    put(name + "_value", shape, end.values);
    ints.put(name + "_document", new Ints(shape, end.documents));
    ints.put(name + "_position", new Ints(shape, end.positions));
  }

  private void profiles(Scan scan) throws PolysemeException {
    var profiles = scan.activationProfiles();
    var places = scan.profilePositions();
    put("profiles", List.of(profiles.rows(), profiles.columns()), profiles.toArray());
    var shape = List.of(places.size());
    ints.put(
        "profile_document", new Ints(shape, places.stream().map(one -> one.document()).toList()));
    ints.put(
        "profile_position", new Ints(shape, places.stream().map(one -> one.position()).toList()));
  }

  private void put(String name, List<Integer> shape, float[] values) {
    // the axes of these arrays have no names among those of activations
    var axes = Collections.nCopies(shape.size(), Axis.ONE);
    floats.put(name, new Floats(shape, Activations.wrap(axes, shape, values)));
  }

  /// Writes a file that NumPy's `np.load` reads: float32 and int32.
  ///
  /// @param file where to; replaced if it is there
  /// @throws PolysemeException if it cannot be written
  public void writeNpz(Path file) throws PolysemeException {
    var writer = new NpzWriter();
    ints.forEach((name, array) -> writer.ints(name, array.shape(), array.values()));
    floats.forEach((name, array) -> writer.floats(name, array.values()));
    writer.text("provenance", provenance).write(file);
  }

  /// Writes a safetensors file. All arrays are of 32-bit floats; whole numbers are exact up to
  /// 16,777,216.
  ///
  /// @param file where to; replaced if it is there
  /// @throws PolysemeException if it cannot be written
  public void writeSafetensors(Path file) throws PolysemeException {
    var writer = new SafetensorsWriter().metadata("provenance", provenance);
    ints.forEach((name, array) -> writer.tensor(name, array.shape(), () -> floats(array.values())));
    floats.forEach((name, array) ->
        writer.tensor(name, array.shape(), () -> FloatBuffer.wrap(array.values().toArray())));
    writer.write(file);
  }

  private static FloatBuffer floats(List<Integer> values) {
    var numbers = new float[values.size()];
    for (var i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i);
    }
    return FloatBuffer.wrap(numbers);
  }

  /// JSON stays the same JSON with what is not ASCII written out.
  private static String ascii(String json) {
    var out = new StringBuilder();
    json.chars()
        .forEach(c -> out.append(c < 0x7F ? String.valueOf((char) c) : "\\u%04X".formatted(c)));
    return out.toString();
  }
}
