// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.control;

import java.util.List;

/// What a legend explains.
public sealed interface LegendSpec {

  /// What the colours stand for, with its unit: `Kurtosis`, `Activation of L1.50`.
  ///
  /// @return the title
  String title();

  /// Colours about zero.
  ///
  /// @param title what the colours stand for
  /// @param min where the low colour is full, not above 0
  /// @param max where the high colour is full, not below 0
  record Diverging(String title, float min, float max) implements LegendSpec {}

  /// Colours from low to high.
  ///
  /// @param title what the colours stand for
  /// @param min value of the first colour
  /// @param max value of the last colour
  record Sequential(String title, double min, double max) implements LegendSpec {}

  /// Colours of things.
  ///
  /// @param title what the things are: `Cluster`
  /// @param entries largest first
  record Categories(String title, List<Entry> entries) implements LegendSpec {
    /// Keeps the entries unchangeable.
    public Categories {
      entries = List.copyOf(entries);
    }
  }

  /// One thing with its colour.
  ///
  /// @param name of the thing
  /// @param rgb `0xRRGGBB`
  /// @param count how many have the colour
  record Entry(String name, int rgb, long count) {}
}
