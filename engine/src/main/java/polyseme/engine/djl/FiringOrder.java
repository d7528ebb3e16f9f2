// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

import static polyseme.engine.hook.BlockSite.LN1_NORMALIZED;
import static polyseme.engine.hook.BlockSite.LN1_SCALE;
import static polyseme.engine.hook.BlockSite.LN2_NORMALIZED;
import static polyseme.engine.hook.BlockSite.LN2_SCALE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.GlobalSite;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.model.BlockLayout.NormPlace;
import polyseme.engine.model.ModelConfig;
import polyseme.engine.model.Positions;

/// Which hook points fire in a model, and in which order.
final class FiringOrder {

  private final ModelConfig config;

  private FiringOrder(ModelConfig config) {
    this.config = config;
  }

  /// Lists them.
  ///
  /// @param config what the model is
  /// @return in firing order
  static List<HookPoint> of(ModelConfig config) {
    var order = new FiringOrder(config);
    var hooks = new ArrayList<HookPoint>();
    order.addGlobal(hooks, true);
    var sites = order.inBlock();
    for (var layer = 0; layer < config.dims().nLayers(); layer++) {
      for (var site : sites) {
        hooks.add(new HookPoint.InBlock(layer, site));
      }
    }
    order.addGlobal(hooks, false);
    return hooks;
  }

  private void addGlobal(List<HookPoint> hooks, boolean beforeBlocks) {
    for (var site : GlobalSite.values()) {
      if (site.beforeBlocks() == beforeBlocks && fires(site)) {
        hooks.add(new HookPoint.Global(site));
      }
    }
  }

  private boolean fires(GlobalSite site) {
    return switch (site) {
      case TOKENS, EMBED, UNEMBED_IN, UNEMBED_OUT -> true;
      case EMBED_LN_SCALE, EMBED_LN_NORMALIZED -> config.ends().embeddingNorm();
      case POS_EMBED ->
          config.positions() == Positions.LEARNED || config.positions() == Positions.SHORTFORMER;
      case LN_FINAL_SCALE, LN_FINAL_NORMALIZED -> config.ends().finalNorm().isPresent();
    };
  }

  private List<BlockSite> inBlock() {
    var sites = new ArrayList<>(Arrays.stream(BlockSite.values()).filter(this::fires).toList());
    switch (config.layout().norms()) {
      case BEFORE, BEFORE_AND_AFTER -> {}
      // The norms of other layouts stand behind what they belong to.
      case AFTER_BRANCH, AFTER_SUM -> {
        move(sites, List.of(LN1_SCALE, LN1_NORMALIZED), BlockSite.ATTN_OUT);
        if (!config.attnOnly()) {
          move(sites, List.of(LN2_SCALE, LN2_NORMALIZED), BlockSite.MLP_OUT);
        }
      }
    }
    return sites;
  }

  private static void move(List<BlockSite> sites, List<BlockSite> moved, BlockSite behind) {
    sites.removeAll(moved);
    sites.addAll(sites.indexOf(behind) + 1, moved);
  }

  private boolean fires(BlockSite site) {
    var neurons = !config.attnOnly();
    var twice = config.layout().norms() == NormPlace.BEFORE_AND_AFTER;
    return switch (site) {
      case RESID_PRE, Q_INPUT, K_INPUT, V_INPUT, LN1_SCALE, LN1_NORMALIZED, Q, K, V -> true;
      case ATTN_SCORES, PATTERN, Z, RESULT, ATTN_OUT, RESID_POST -> true;
      case ATTN_IN -> config.attention().nKeyValueHeads() == config.dims().nHeads();
      case Q_NORM_SCALE, Q_NORM_NORMALIZED, K_NORM_SCALE, K_NORM_NORMALIZED -> queryKeyNorm(false);
      case Q_ROW_SCALE, Q_ROW_NORMALIZED, K_ROW_SCALE, K_ROW_NORMALIZED -> queryKeyNorm(true);
      case ROT_Q, ROT_K -> config.positions() == Positions.ROTARY;
      case LN1_POST_SCALE, LN1_POST_NORMALIZED -> twice;
      case LN2_POST_SCALE, LN2_POST_NORMALIZED -> twice && neurons;
      case RESID_MID -> neurons && !config.layout().parallel();
      case MLP_IN, LN2_SCALE, LN2_NORMALIZED, PRE, POST, MLP_OUT -> neurons;
      case PRE_LINEAR -> neurons && config.mlp().gated();
      case MID, MLP_LN_SCALE, MLP_LN_NORMALIZED -> neurons && config.activation().normalised();
    };
  }

  private boolean queryKeyNorm(boolean wholeRow) {
    return config
        .attention()
        .queryKeyNorm()
        .filter(norm -> norm.wholeRow() == wholeRow)
        .isPresent();
  }
}
