// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import static java.util.stream.Collectors.joining;

import java.util.regex.Pattern;
import polyseme.engine.hook.HookPoint.InBlock;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.RequestException;
import polyseme.engine.tensor.Axis;

/// One coordinate of one hook point: `L1.50` is neuron 50 of block 1, `L1.mid.50` the same before
/// its LayerNorm, `L1.resid_post.7` a coordinate of the residual stream, `L1.H3.12` coordinate 12
/// of head 3's `hook_z`, `L1.q.H3.12` of its queries. Hook points may have any of their names:
/// `L1.mlp.out.hook_in.50` is `L1.50`.
///
/// @param hook the hook point
/// @param head the head, [#NO_HEAD] where the hook point has no head axis
/// @param index position on the hook point's last axis, from 0
public record UnitAddress(InBlock hook, int head, int index) {

  /// Stands where a hook point has no head axis.
  public static final int NO_HEAD = -1;

  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:L|blocks\\.)(\\d{1,6})\\.(?:([a-z_0-9.]*[a-z_][a-z_0-9]*)\\.)?(?:H(\\d{1,6})\\.)?(\\d{1,9})");

  /// The unit of a neuron: a coordinate of its block's `hook_post`.
  ///
  /// @param id the neuron
  /// @return its address
  public static UnitAddress of(NeuronId id) {
    return new UnitAddress(new InBlock(id.layer(), BlockSite.POST), NO_HEAD, id.index());
  }

  /// Reads an address as people write it.
  ///
  /// @param written `L1.50`, `L1.mid.50`, `L1.resid_post.7`, `L1.H3.12` or `L1.q.H3.12`
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
    var head = match.group(3) == null ? NO_HEAD : Integer.parseInt(match.group(3));
    var index = Integer.parseInt(match.group(4));
    var usual = head == NO_HEAD ? BlockSite.POST : BlockSite.Z;
    var site = match.group(2) == null ? usual : site(match.group(2), head != NO_HEAD, written);
    return new UnitAddress(new InBlock(layer, site), head, index);
  }

  private static BlockSite site(String name, boolean ofHead, String written)
      throws RequestException {
    for (var site : BlockSite.values()) {
      var called = site.shortName().equals(name) || site.path().equals(name);
      if (called && addressable(site, ofHead)) {
        return site;
      }
    }
    var meanings = HookAliases.meanings(name);
    if (meanings.size() > 1) {
      throw new RequestException(
          "“%s” can be %s, depending on the model."
              .formatted(
                  written, meanings.stream().map(UnitAddress::shown).collect(joining(" or "))),
          "Write which of them is meant.");
    }
    return HookPoint.Names.site(name)
        .filter(site -> addressable(site, ofHead))
        .orElseThrow(() ->
            new RequestException(
                "“%s” names no place called “%s” whose units can be addressed%s."
                    .formatted(written, name, ofHead ? " by head" : ""),
                ofHead
                    ? "Use q, k, v, z, result, rot_q or rot_k."
                    : "Use pre, mid, post, resid_pre, resid_mid, resid_post, attn_out or"
                        + " mlp_out."));
  }

  private static String shown(HookPoint place) {
    return switch (place) {
      case InBlock(_, var site) -> site.shortName();
      case HookPoint.Global(var site) -> site.shortName();
    };
  }

  private static boolean addressable(BlockSite site, boolean ofHead) {
    var axes = site.axes();
    var heads = axes.contains(Axis.HEAD) || axes.contains(Axis.KEY_VALUE_HEAD);
    return heads == ofHead && axes.getLast() != Axis.KEY_POS;
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
    if (head != NO_HEAD) {
      var site = hook.site() == BlockSite.Z ? "" : hook.site().shortName() + ".";
      return "L%d.%sH%d.%d".formatted(layer(), site, head, index);
    }
    return hook.site() == BlockSite.POST
        ? "L%d.%d".formatted(layer(), index)
        : "L%d.%s.%d".formatted(layer(), hook.site().shortName(), index);
  }
}
