// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.gather;

import java.io.IOException;
import java.nio.FloatBuffer;
import polyseme.analysis.section.SectionFile;
import polyseme.analysis.section.SectionWriter;
import polyseme.engine.task.StoreException;

/// Stands in until the real one is merged.
public final class ContextBasis {

  ContextBasis() {}

  /// Directions.
  ///
  /// @return how many
  public int directions() {
    return 0;
  }

  /// Projects.
  ///
  /// @param layer layer
  /// @param values values
  /// @param start start
  /// @param into into
  public void project(int layer, FloatBuffer values, int start, float[] into) {}

  /// Writes.
  ///
  /// @param out the file
  /// @throws IOException if it cannot be written
  public void save(SectionWriter out) throws IOException {}

  /// Reads.
  ///
  /// @param in the file
  /// @return the basis
  /// @throws StoreException if damaged
  public static ContextBasis load(SectionFile in) throws StoreException {
    throw in.damaged("basis");
  }
}
