// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.ask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import polyseme.analysis.scan.Scan;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.RequestException;
import polyseme.engine.task.StoreException;
import polyseme.engine.text.Token;

/// The same neurons on two corpora.
///
/// Peaks are compared half by half: the examples of odd and of even rank on one corpus with those
/// on the other, and with each other. Both comparisons are of samples of the same size, so that
/// their difference is 0 where corpora do not matter, whatever a neuron's peaks are like.
public final class ScanComparison {

  private static final int STEP = 64;

  private ScanComparison() {}

  /// Refuses scans whose neurons are not the same.
  ///
  /// @param a a scan
  /// @param b another
  /// @throws RequestException if model, processing, hook or beginning of texts differ
  public static void requireSameModel(Scan a, Scan b) throws RequestException {
    var first = a.provenance();
    var second = b.provenance();
    var differs =
        !first.modelDigest().equals(second.modelDigest())
            ? "models (%s, %s)".formatted(first.modelName(), second.modelName())
            : !first.processing().equals(second.processing())
                ? "processing (%s, %s)".formatted(first.processing(), second.processing())
                : !first.hook().equals(second.hook())
                    ? "hook points (%s, %s)".formatted(first.hook(), second.hook())
                    : first.bos() != second.bos() ? "ways to begin texts" : "";
    if (!differs.isEmpty()) {
      throw new RequestException(
          "The two scans were made with different %s.".formatted(differs),
          "Scan the same model twice, or add --force to compare them nevertheless.");
    }
  }

  /// Compares all neurons.
  ///
  /// @param a the first scan
  /// @param b the second scan
  /// @param progress told how far it is, in neurons
  /// @return one a neuron, those that read most differently first; where peaks cannot be compared
  ///   last
  /// @throws PolysemeException if a scan is damaged or the scans have different numbers of neurons
  public static List<Shift> compare(Scan a, Scan b, Progress progress) throws PolysemeException {
    if (!a.neurons().equals(b.neurons())) {
      throw new RequestException(
          "The two models have different neurons: %d layers of %d, and %d layers of %d."
              .formatted(
                  a.neurons().nLayers(),
                  a.neurons().dMlp(),
                  b.neurons().nLayers(),
                  b.neurons().dMlp()),
          "Compare scans of the same model.");
    }
    var rows = a.neurons().size();
    var shifts = new ArrayList<Shift>();
    for (var row = 0; row < rows; row++) {
      if (row % STEP == 0) {
        progress.report("Comparing", row, rows, "neurons");
        progress.checkCancelled();
      }
      shifts.add(shift(a, b, row));
    }
    shifts.sort(
        Comparator.<Shift, Boolean>comparing(shift -> Double.isNaN(shift.reading()))
            .thenComparing(Comparator.comparingDouble(Shift::reading).reversed())
            .thenComparing(Comparator.comparingDouble(Shift::ks).reversed()));
    return List.copyOf(shifts);
  }

  private static Shift shift(Scan a, Scan b, int row) throws StoreException {
    var first = peaks(a, row);
    var second = peaks(b, row);
    var ks =
        Divergence.kolmogorovSmirnov(Baseline.of(a).histogram(row), Baseline.of(b).histogram(row));
    var statsA = a.stats(row);
    var statsB = b.stats(row);
    var std = Math.sqrt((statsA.variance() + statsB.variance()) / 2);
    return new Shift(
        a.neurons().id(row),
        std > 0 ? (statsB.mean() - statsA.mean()) / std : Double.NaN,
        ks.value(),
        ks.error(),
        between(first, second),
        (within(first) + within(second)) / 2,
        frequent(first),
        frequent(second));
  }

  private static List<String> peaks(Scan scan, int row) throws StoreException {
    var most = scan.provenance().options().topK();
    return scan.peakTokens(row, most).stream().map(Token::text).toList();
  }

  private static double between(List<String> a, List<String> b) {
    var sum = 0.0;
    for (var i = 0; i < 2; i++) {
      for (var j = 0; j < 2; j++) {
        sum += Divergence.jensenShannon(half(a, i), half(b, j));
      }
    }
    return sum / 4;
  }

  private static double within(List<String> peaks) {
    return Divergence.jensenShannon(half(peaks, 0), half(peaks, 1));
  }

  // an odd one out would make one half larger than the other
  private static List<String> half(List<String> peaks, int which) {
    return IntStream.range(0, peaks.size() / 2).mapToObj(i -> peaks.get(2 * i + which)).toList();
  }

  private static List<String> frequent(List<String> peaks) {
    var counts = new LinkedHashMap<String, Integer>();
    peaks.forEach(peak -> counts.merge(peak, 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }
}
