// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import polyseme.engine.hook.Target;
import polyseme.engine.tensor.Activations;

/// Numbers that leave the native engine and come back changed.
final class Blocks {

  private Blocks() {}

  /// Other activations in the shape of an array: cut or filled up with zeros at the end of each
  /// axis, a single text repeated for every row.
  ///
  /// @param values the other activations
  /// @param x the array
  /// @return an array of the shape of `x`
  static NDArray stretched(Activations values, NDArray x) {
    var shape = shape(x);
    var source = values.toArray();
    var result = new float[size(shape)];
    var places = new ArrayList<int[]>();
    for (var axis = 0; axis < shape.length; axis++) {
      places.add(places(values.shape().get(axis), shape[axis], axis == 0));
    }
    var from = offsets(places, strides(values.shape()));
    for (var i = 0; i < result.length; i++) {
      result[i] = from[i] < 0 ? 0 : source[from[i]];
    }
    return x.getManager().create(result, x.getShape());
  }

  /// Where each place of an axis comes from; −1 where there is nothing.
  private static int[] places(int have, int want, boolean repeat) {
    var places = new int[want];
    Arrays.setAll(places, place -> repeat && have == 1 ? 0 : place < have ? place : -1);
    return places;
  }

  /// What a function makes of the block that a target covers.
  ///
  /// @param target which block
  /// @param function changes it
  /// @param x the array
  /// @return a copy of `x` with the changed block
  static NDArray applied(Target target, UnaryOperator<Activations> function, NDArray x) {
    var all = Torch.copy(x);
    var shape = shape(x);
    var places = new ArrayList<int[]>();
    var blockShape = new ArrayList<Integer>();
    for (var axis = 0; axis < shape.length; axis++) {
      places.add(Reach.places(target, axis).on(shape[axis]).toArray());
      blockShape.add(places.getLast().length);
    }
    var at = offsets(places, strides(Arrays.stream(shape).boxed().toList()));
    var block = new float[at.length];
    for (var i = 0; i < at.length; i++) {
      block[i] = all[at[i]];
    }
    var axes = target.hook().axes();
    var changed = function.apply(Activations.wrap(axes, blockShape, block));
    if (!changed.shape().equals(blockShape)) {
      throw new IllegalArgumentException(
          "a function at %s made %s of %s".formatted(target.hook(), changed.shape(), blockShape));
    }
    var values = changed.toArray();
    for (var i = 0; i < at.length; i++) {
      all[at[i]] = values[i];
    }
    return x.getManager().create(all, x.getShape());
  }

  /// Where the numbers of a block lie in the whole.
  ///
  /// @param places for each axis the places chosen, −1 for none
  /// @param strides how far apart the places of each axis lie
  /// @return an offset a number, −1 where one of its places is none
  private static int[] offsets(List<int[]> places, int... strides) {
    var offsets = new int[] {0};
    for (var axis = 0; axis < strides.length; axis++) {
      var here = places.get(axis);
      var longer = new int[Math.multiplyExact(offsets.length, here.length)];
      for (var i = 0; i < longer.length; i++) {
        var before = offsets[i / here.length];
        var place = here[i % here.length];
        longer[i] = before < 0 || place < 0 ? -1 : before + place * strides[axis];
      }
      offsets = longer;
    }
    return offsets;
  }

  private static int[] strides(List<Integer> shape) {
    var strides = new int[shape.size()];
    var stride = 1;
    for (var axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.get(axis);
    }
    return strides;
  }

  private static int[] shape(NDArray x) {
    return Arrays.stream(x.getShape().getShape()).mapToInt(Math::toIntExact).toArray();
  }

  private static int size(int... shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
