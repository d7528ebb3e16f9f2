// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import java.util.regex.Pattern;
import polyseme.engine.hook.HookPoint.InBlock;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.RequestException;

/// One coordinate of one hook point: `L1.50` is neuron 50 of block 1, `L1.mid.50` the same before
/// its LayerNorm, `L1.resid_post.7` a coordinate of the residual stream, `L1.H3.12` coordinate 12
/// of head 3's `hook_z`.
///
/// @param hook the hook point
/// @param head the head, [#NO_HEAD] where the hook point has no head axis
/// @param index position on the hook point's last axis, from 0
public record UnitAddress(InBlock hook, int head, int index) {

  /// Stands where a hook point has no head axis.
  public static final int NO_HEAD = -1;

  private static final Pattern WRITTEN =
      Pattern.compile(
          "L(\\d{1,6})\\.(?:H(\\d{1,6})\\.|([a-z_0-9]*[a-z_][a-z_0-9]*)\\.)?(\\d{1,9})");

  /// The unit of a neuron: a coordinate of its block's `hook_post`.
  ///
  /// @param id the neuron
  /// @return its address
  public static UnitAddress of(NeuronId id) {
    return new UnitAddress(new InBlock(id.layer(), BlockSite.POST), NO_HEAD, id.index());
  }

  /// Reads an address as people write it.
  ///
  /// @param written `L1.50`, `L1.mid.50`, `L1.resid_post.7` or `L1.H3.12`
  /// @return the address
  /// @throws RequestException if it is written otherwise
  public static UnitAddress parse(String written) throws RequestException {
    var match = WRITTEN.matcher(written.strip());
    if (!match.matches()) {
      throw new RequestException(
          "“%s” is no neuron.".formatted(written),
          "Write L1.50 for neuron 50 of layer 1; L1.mid.50, L1.resid_post.7 or L1.H3.12 for"
              + " others.");
    }
    var layer = Integer.parseInt(match.group(1));
    var index = Integer.parseInt(match.group(4));
    if (match.group(2) != null) {
      return new UnitAddress(
          new InBlock(layer, BlockSite.Z), Integer.parseInt(match.group(2)), index);
    }
    var site = match.group(3) == null ? BlockSite.POST : site(match.group(3), written);
    return new UnitAddress(new InBlock(layer, site), NO_HEAD, index);
  }

  private static BlockSite site(String name, String written) throws RequestException {
    for (var site : BlockSite.values()) {
      var hasOneUnitAxis = site.axes().size() == 3;
      if (hasOneUnitAxis && (site.shortName().equals(name) || site.path().equals(name))) {
        return site;
      }
    }
    throw new RequestException(
        "“%s” names no place called “%s” whose units can be addressed.".formatted(written, name),
        "Use pre, mid, post, resid_pre, resid_mid, resid_post, attn_out or mlp_out.");
  }

  /// Block of the unit.
  ///
  /// @return the layer, from 0
  public int layer() {
    return hook.layer();
  }

  /// The address as people write it.
  @Override
  public String toString() {
    if (hook.site() == BlockSite.Z && head != NO_HEAD) {
      return "L%d.H%d.%d".formatted(layer(), head, index);
    }
    return hook.site() == BlockSite.POST
        ? "L%d.%d".formatted(layer(), index)
        : "L%d.%s.%d".formatted(layer(), hook.site().shortName(), index);
  }
}
