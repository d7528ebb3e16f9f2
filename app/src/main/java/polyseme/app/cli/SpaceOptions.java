// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import polyseme.analysis.space.FeatureSpace;

/// What the points of a geometry are, and its seed.
final class SpaceOptions {

  /// The spaces as they are typed.
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(FeatureSpace.values()).map(FeatureSpace::option).iterator();
    }
  }

  static final class Converter implements ITypeConverter<FeatureSpace> {
    @Override
    public FeatureSpace convert(String written) {
      return Arrays.stream(FeatureSpace.values())
          .filter(space -> space.option().equals(written))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("no space is called " + written));
    }
  }

  @Option(
      names = "--points",
      defaultValue = "activations",
      paramLabel = "POINTS",
      converter = Converter.class,
      completionCandidates = Names.class,
      description =
          "What a neuron's point is: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). Weights"
              + " are read from the model that was scanned.")
  private FeatureSpace space = FeatureSpace.ACTIVATIONS;

  @Option(
      names = "--seed",
      defaultValue = "42",
      paramLabel = "N",
      description = "Kept with the result (default: ${DEFAULT-VALUE}).")
  private long seed;

  FeatureSpace space() {
    return space;
  }

  long seed() {
    return seed;
  }
}
