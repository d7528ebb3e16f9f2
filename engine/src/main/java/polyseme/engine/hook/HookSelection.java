// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import polyseme.engine.hook.HookPoint.Global;
import polyseme.engine.hook.HookPoint.InBlock;
import polyseme.engine.task.RequestException;

/// Hook points as people type them: full names (`blocks.1.mlp.hook_post`), those of TransformerLens
/// 3 (`blocks.1.mlp.out.hook_in`), short names for every layer (`post`) or for one (`post1`,
/// `L1.post`, `normalized1ln2`), and `all`.
public final class HookSelection {

  private static final Pattern ONE_LAYER = Pattern.compile("L(\\d{1,6})\\.(.+)");
  private static final Pattern LAYER = Pattern.compile("\\d{1,6}");

  private final List<HookPoint> firing;
  private final HookAliases aliases;

  /// Chooses among the hook points of one model.
  ///
  /// @param firing the hook points that fire in it, in firing order
  public HookSelection(List<HookPoint> firing) {
    this.firing = List.copyOf(firing);
    this.aliases = new HookAliases(this.firing);
  }

  /// Finds the hook points that some names mean.
  ///
  /// @param names full names, short names or `all`
  /// @return what they mean, in firing order
  /// @throws RequestException if a name means nothing in this model
  public Set<HookPoint> of(List<String> names) throws RequestException {
    var wanted = new HashSet<HookPoint>();
    for (var name : names) {
      wanted.addAll(of(name.strip()));
    }
    return firing.stream()
        .filter(wanted::contains)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private List<HookPoint> of(String name) throws RequestException {
    var found = found(name, firing);
    if (!found.isEmpty()) {
      return found;
    }
    if (elsewhere(name)) {
      var last = firing.stream().mapToInt(HookSelection::layer).max().orElse(0);
      throw new RequestException(
          "This model has no “%s”.".formatted(name), "Its layers are 0 to %d.".formatted(last));
    }
    var known = found(name, everything());
    if (!known.isEmpty()) {
      throw silent(name, known.getFirst());
    }
    throw new RequestException(
        "No hook point of this model is called “%s”.".formatted(name),
        "The nearest is %s; polyseme hooks lists all of a model.".formatted(nearest(name)));
  }

  /// What a name means among some hook points: as it is written, else in TransformerLens' way.
  private List<HookPoint> found(String name, List<HookPoint> among) {
    for (var spelled : List.of(name, ActivationName.usual(name), ActivationName.full(name))) {
      var found = among.stream().filter(hook -> means(spelled, hook)).toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private RequestException silent(String name, HookPoint known) {
    var inModel = NearestName.of(known.name(), firing.stream().map(HookPoint::name).toList());
    return new RequestException(
        "“%s” is %s, which does not fire in this model.".formatted(name, known.name()),
        "The nearest one that does is %s.".formatted(inModel));
  }

  /// Every hook point that any model of as many layers has.
  private List<HookPoint> everything() {
    var all = new ArrayList<HookPoint>();
    var last = firing.stream().mapToInt(HookSelection::layer).max().orElse(0);
    for (var layer = 0; layer <= last; layer++) {
      for (var site : BlockSite.values()) {
        all.add(new InBlock(layer, site));
      }
    }
    for (var site : GlobalSite.values()) {
      all.add(new Global(site));
    }
    return all;
  }

  private String nearest(String name) {
    var names = new LinkedHashSet<String>();
    for (var hook : firing) {
      switch (hook) {
        case InBlock(var layer, var site) -> {
          names.add(site.shortName());
          names.add(site.shortName() + layer);
          names.add("L%d.%s".formatted(layer, site.shortName()));
          aliases.paths(hook).forEach(path -> names.add("blocks.%d.%s".formatted(layer, path)));
        }
        case Global(var site) -> {
          names.add(site.shortName());
          names.addAll(aliases.paths(hook));
        }
      }
      names.add(hook.name());
    }
    return NearestName.of(name, names);
  }

  /// Whether a name would mean something with another layer in it.
  private boolean elsewhere(String name) {
    return Stream.of(
            name.replaceFirst("^L\\d{1,6}\\.", "L0."),
            name.replaceFirst("^blocks\\.\\d{1,6}\\.", "blocks.0."),
            ActivationName.full(name).replaceFirst("^blocks\\.\\d{1,6}\\.", "blocks.0."),
            name.replaceFirst("\\d{1,6}$", "0"))
        .anyMatch(moved ->
            !moved.equals(name)
                && !moved.equals(ActivationName.full(name))
                && firing.stream().anyMatch(hook -> means(moved, hook)));
  }

  private static int layer(HookPoint hook) {
    return switch (hook) {
      case InBlock(var layer, _) -> layer;
      case Global _ -> 0;
    };
  }

  private boolean means(String name, HookPoint hook) {
    if (name.equals("all")) {
      return !hook.onRequest();
    }
    return switch (hook) {
      case InBlock at -> means(name, at);
      case Global(var site) ->
          site.path().equals(name)
              || site.shortName().equals(name)
              || aliases.paths(hook).contains(name);
    };
  }

  private boolean means(String name, InBlock at) {
    var oneLayer = ONE_LAYER.matcher(name);
    if (oneLayer.matches()) {
      return Integer.parseInt(oneLayer.group(1)) == at.layer() && called(oneLayer.group(2), at);
    }
    var block = "blocks.%d.".formatted(at.layer());
    return at.name().equals(name)
        || called(name, at)
        || numbered(name, at)
        || (name.startsWith(block) && aliases.paths(at).contains(name.substring(block.length())));
  }

  private boolean called(String name, InBlock at) {
    var site = at.site();
    return site.shortName().equals(name)
        || site.path().equals(name)
        || aliases.paths(at).contains(name);
  }

  // Some short names end in a digit themselves, so `scale1` is a place and `scale10` its layer 0.
  private static boolean numbered(String name, InBlock at) {
    var shortName = at.site().shortName();
    if (!name.startsWith(shortName)) {
      return false;
    }
    var rest = name.substring(shortName.length());
    return LAYER.matcher(rest).matches() && Integer.parseInt(rest) == at.layer();
  }
}
