// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.window;

/// What the centre of the window shows.
public enum Screen {
  /// Models, scans and the demo.
  OPEN("Open"),
  /// The form that starts a scan.
  SCAN("Scan"),
  /// The map of all neurons.
  MAP("Map"),
  /// The table of all neurons.
  TABLE("Table");

  private final String title;

  Screen(String title) {
    this.title = title;
  }

  /// Whether it shows a scan's neurons, with the page of one of them beside it.
  ///
  /// @return true for map and table
  public boolean explores() {
    return this == MAP || this == TABLE;
  }

  /// What people call it.
  ///
  /// @return one word
  public String title() {
    return title;
  }
}
