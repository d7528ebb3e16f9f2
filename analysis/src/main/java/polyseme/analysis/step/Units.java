// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.analysis.step;

import java.util.Locale;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.AxisLengths;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.Axis;

/// Says which units a model has.
final class Units {

  private Units() {}

  static void check(HookedModel model, UnitAddress unit) throws RequestException {
    var dims = model.config().dims();
    var name = model.folder().name();
    if (unit.layer() >= dims.nLayers()) {
      throw new RequestException(
          "%s has no layer %d.".formatted(name, unit.layer()),
          "Its layers are 0 to %d.".formatted(dims.nLayers() - 1));
    }
    if (!model.hooks().contains(unit.hook())) {
      throw new RequestException(
          "%s has no %s.".formatted(name, unit.hook().name()),
          "Use a hook point that this kind of model has, such as resid_post.");
    }
    var axes = unit.hook().axes();
    checkHead(model, unit, axes.contains(Axis.HEAD), dims.nHeads(), "heads");
    var shared = model.config().attention().nKeyValueHeads();
    checkHead(model, unit, axes.contains(Axis.KEY_VALUE_HEAD), shared, "heads of keys and values");
    var size = new AxisLengths(model.config()).of(axes.getLast(), 1, 1);
    if (unit.index() >= size) {
      throw new RequestException(
          "%s has no %s.".formatted(name, unit),
          String.format(
              Locale.ROOT, "Units of %s are 0 to %,d.", unit.hook().site().shortName(), size - 1));
    }
  }

  private static void checkHead(
      HookedModel model, UnitAddress unit, boolean concerned, int heads, String what)
      throws RequestException {
    if (concerned && unit.head() >= heads) {
      throw new RequestException(
          "%s has no head %d.".formatted(model.folder().name(), unit.head()),
          "Its %s are 0 to %d.".formatted(what, heads - 1));
    }
  }
}
