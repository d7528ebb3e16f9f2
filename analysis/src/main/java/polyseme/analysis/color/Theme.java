// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.color;

/// Light or dark, with the greys and the one accent of each. All colours are `0xRRGGBB`.
public enum Theme {
  /// Dark ink on white.
  LIGHT(0xF6F7F9, 0xFFFFFF, 0xEDEFF3, 0xD5D9E0, 0x1A1E24, 0x59616E),
  /// Light ink on charcoal.
  DARK(0x0F1319, 0x161B22, 0x212832, 0x2F3742, 0xE6E9EF, 0x9BA5B4);

  private final int background;
  private final int panel;
  private final int raised;
  private final int border;
  private final int text;
  private final int mutedText;

  Theme(int background, int panel, int raised, int border, int text, int mutedText) {
    this.background = background;
    this.panel = panel;
    this.raised = raised;
    this.border = border;
    this.text = text;
    this.mutedText = mutedText;
  }

  /// The window or page.
  ///
  /// @return `0xRRGGBB`
  public int background() {
    return background;
  }

  /// A panel or card on the page.
  ///
  /// @return `0xRRGGBB`
  public int panel() {
    return panel;
  }

  /// Something on a panel: a button, a table's head.
  ///
  /// @return `0xRRGGBB`
  public int raised() {
    return raised;
  }

  /// Lines between surfaces.
  ///
  /// @return `0xRRGGBB`
  public int border() {
    return border;
  }

  /// Text.
  ///
  /// @return `0xRRGGBB`
  public int text() {
    return text;
  }

  /// Text that matters less; still readable on every surface.
  ///
  /// @return `0xRRGGBB`
  public int mutedText() {
    return mutedText;
  }

  /// What can be acted on. Never used for data.
  ///
  /// @return `0xRRGGBB`
  public int accent() {
    return this == LIGHT ? 0x1F63D6 : 0x6CA4F8;
  }

  /// The colour of the value 0: white, or the dark background. Heat maps stand on this colour.
  ///
  /// @return `0xRRGGBB`
  public int neutral() {
    return this == LIGHT ? 0xFFFFFF : background;
  }

  /// The colour of values that are no number; writers add a hatch.
  ///
  /// @return `0xRRGGBB`
  public int missing() {
    return this == LIGHT ? 0xC9CCD1 : 0x4A505A;
  }

  /// The colour of "other": what has no colour of its own.
  ///
  /// @return `0xRRGGBB`
  public int other() {
    return this == LIGHT ? 0xB4BAC4 : 0x5A6473;
  }
}
