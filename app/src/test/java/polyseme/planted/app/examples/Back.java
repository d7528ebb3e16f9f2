// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.examples;

import polyseme.planted.app.clusters.Circle;

/// The other half of a cycle.
public record Back(Class<Circle> circle) {
  Circle again() {
    return new Circle(this);
  }
}
