// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.color;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Colours of things without an order, such as clusters.
public final class Categorical {

  /// How many colours are told apart at a glance; the rest is [Theme#other()].
  public static final int DISTINCT = 10;

  /// How many colours [#many] has before it begins again.
  public static final int MANY = 64;

  // Okabe and Ito's colours without black, with three more, each theme as bright as its ground
  // needs.
  private static final List<Integer> LIGHT =
      List.of(
          0x0072B2, 0xE08A00, 0x009E73, 0xCC4E00, 0xB65C96, 0x45A5DF, 0xA89A00, 0x6A4FC4, 0x7A4A21,
          0x58772A);
  private static final List<Integer> DARK =
      List.of(
          0x4C9BEA, 0xF2A93B, 0x2FC596, 0xF0703A, 0xE08FC0, 0x8AD4F5, 0xF0E46A, 0xA08BF5, 0xB98A5E,
          0x9CC55B);

  private static final List<Integer> LIGHT_MANY = spread(LIGHT, 0.42, 0.74);
  private static final List<Integer> DARK_MANY = spread(DARK, 0.56, 0.90);

  private Categorical() {}

  /// The colour of a thing, largest first.
  ///
  /// @param index rank from 0
  /// @param theme light or dark
  /// @return `0xRRGGBB`; from [#DISTINCT] on the grey of "other"
  /// @throws IllegalArgumentException if the index is negative
  public static int rgb(int index, Theme theme) {
    if (index < 0) {
      throw new IllegalArgumentException("no such colour: " + index);
    }
    return index < DISTINCT ? first(theme).get(index) : theme.other();
  }

  /// A colour of its own for each of many things, for maps where place tells neighbours apart as
  /// well. The first ten are those of [#rgb]; each further one is the colour farthest from all
  /// before it, so a thing keeps its colour when others are added. After [#MANY] they begin again.
  ///
  /// @param index which thing, from 0
  /// @param count how many there are
  /// @param theme light or dark
  /// @return `0xRRGGBB`
  /// @throws IllegalArgumentException if the index is not below the count
  public static int many(int index, int count, Theme theme) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("colour %d of %d".formatted(index, count));
    }
    return (theme == Theme.LIGHT ? LIGHT_MANY : DARK_MANY).get(index % MANY);
  }

  private static List<Integer> first(Theme theme) {
    return theme == Theme.LIGHT ? LIGHT : DARK;
  }

  private static List<Integer> spread(List<Integer> first, double darkest, double lightest) {
    var colors = new ArrayList<>(first);
    var candidates = candidates(darkest, lightest);
    var nearest = new double[candidates.size()];
    Arrays.fill(nearest, Double.MAX_VALUE);
    colors.forEach(color -> narrow(nearest, candidates, OkLab.of(color)));
    while (colors.size() < MANY) {
      var best = farthest(nearest);
      colors.add(candidates.get(best).toRgb());
      narrow(nearest, candidates, candidates.get(best));
    }
    return List.copyOf(colors);
  }

  private static List<OkLab> candidates(double darkest, double lightest) {
    var found = new ArrayList<OkLab>();
    for (var l = darkest; l <= lightest; l += 0.04) {
      for (var chroma = 0.06; chroma <= 0.2; chroma += 0.035) {
        for (var hue = 0; hue < 360; hue += 8) {
          var color = OkLab.ofHue(l, chroma, hue);
          if (color.onScreen()) {
            found.add(color);
          }
        }
      }
    }
    return found;
  }

  private static void narrow(double[] nearest, List<OkLab> candidates, OkLab taken) {
    for (var i = 0; i < nearest.length; i++) {
      nearest[i] = Math.min(nearest[i], candidates.get(i).distance(taken));
    }
  }

  private static int farthest(double[] nearest) {
    var best = 0;
    for (var i = 1; i < nearest.length; i++) {
      best = nearest[i] > nearest[best] ? i : best;
    }
    return best;
  }
}
