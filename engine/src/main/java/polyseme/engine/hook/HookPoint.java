// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import polyseme.engine.tensor.Axis;

/// A named place in the forward pass where activations can be read and changed.
public sealed interface HookPoint {

  /// A place within a block.
  ///
  /// @param layer block, from 0
  /// @param site place in the block
  record InBlock(int layer, BlockSite site) implements HookPoint {

    /// Refuses negative layers.
    public InBlock {
      if (layer < 0) {
        throw new IllegalArgumentException("no such layer: " + layer);
      }
    }

    @Override
    public String name() {
      return "blocks." + layer + "." + site.path();
    }

    @Override
    public List<Axis> axes() {
      return site.axes();
    }

    @Override
    public String toString() {
      return name();
    }
  }

  /// A place outside the blocks.
  ///
  /// @param site the place
  record Global(GlobalSite site) implements HookPoint {

    @Override
    public String name() {
      return site.path();
    }

    @Override
    public List<Axis> axes() {
      return site.axes();
    }

    @Override
    public String toString() {
      return name();
    }
  }

  /// The name TransformerLens gives it: `blocks.1.mlp.hook_post`.
  ///
  /// @return the full name
  String name();

  /// What the axes of its activations count.
  ///
  /// @return the axes, batch first
  List<Axis> axes();

  /// Whether it is computed only if somebody asks for it by name.
  ///
  /// @return true for what costs much
  default boolean onRequest() {
    return switch (this) {
      case InBlock(_, var site) -> site.onRequest();
      case Global(var site) -> site.onRequest();
    };
  }

  /// The neurons of one block.
  ///
  /// @param layer block, from 0
  /// @return `blocks.{layer}.mlp.hook_post`
  static HookPoint post(int layer) {
    return new InBlock(layer, BlockSite.POST);
  }

  /// Reads a full name, or one of TransformerLens 3, that means the same in every model. With a
  /// model at hand, [HookSelection] reads all of them.
  ///
  /// @param name for instance `blocks.1.mlp.hook_post` or `blocks.1.mlp.out.hook_in`
  /// @return the hook point, or nothing if no model has one of that name, or different models have
  ///   different ones
  static Optional<HookPoint> parse(String name) {
    var inBlock = Names.IN_BLOCK.matcher(name);
    if (inBlock.matches()) {
      var layer = Integer.parseInt(inBlock.group(1));
      return Names.site(inBlock.group(2)).map(site -> new InBlock(layer, site));
    }
    for (var site : GlobalSite.values()) {
      if (site.path().equals(name)) {
        return Optional.of(new Global(site));
      }
    }
    return HookAliases.global(name);
  }

  /// How names are written.
  final class Names {
    private static final Pattern IN_BLOCK = Pattern.compile("blocks\\.(\\d{1,6})\\.(.+)");

    private Names() {}

    /// The place in a block of this path or alias, in every model that has it.
    static Optional<BlockSite> site(String path) {
      var called = called(path);
      return switch (called.size()) {
        case 0 -> HookAliases.site(path);
        case 1 -> Optional.of(called.getFirst());
        default -> Optional.empty();
      };
    }

    /// The places in a block of this path, in one model or another.
    static List<BlockSite> called(String path) {
      return Arrays.stream(BlockSite.values()).filter(site -> site.path().equals(path)).toList();
    }
  }
}
