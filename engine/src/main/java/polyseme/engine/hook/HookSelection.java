// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hook;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import polyseme.engine.hook.HookPoint.Global;
import polyseme.engine.hook.HookPoint.InBlock;
import polyseme.engine.task.RequestException;

/// Hook points as people type them: full names (`blocks.1.mlp.hook_post`), short names for every
/// layer (`post`) or for one (`post1`, `L1.post`), and `all`.
public final class HookSelection {

  private static final Pattern ONE_LAYER = Pattern.compile("L(\\d{1,6})\\.(.+)");
  private static final Pattern LAYER = Pattern.compile("\\d{1,6}");

  private final List<HookPoint> firing;

  /// Chooses among the hook points of one model.
  ///
  /// @param firing the hook points that fire in it, in firing order
  public HookSelection(List<HookPoint> firing) {
    this.firing = List.copyOf(firing);
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
    var found = firing.stream().filter(meantBy(name)).toList();
    if (found.isEmpty() && elsewhere(name)) {
      var last = firing.stream().mapToInt(HookSelection::layer).max().orElse(0);
      throw new RequestException(
          "This model has no “%s”.".formatted(name), "Its layers are 0 to %d.".formatted(last));
    }
    if (found.isEmpty()) {
      throw new RequestException(
          "No hook point of this model is called “%s”.".formatted(name),
          "Its hook points are %s; write post for all layers, post1 or L1.post for layer 1, or full"
                  .formatted(shortNames())
              + " names such as blocks.1.mlp.hook_post.");
    }
    return found;
  }

  /// Whether a name would mean something with another layer in it.
  private boolean elsewhere(String name) {
    return Stream.of(
            name.replaceFirst("^L\\d{1,6}\\.", "L0."),
            name.replaceFirst("^blocks\\.\\d{1,6}\\.", "blocks.0."),
            name.replaceFirst("\\d{1,6}$", "0"))
        .anyMatch(moved -> !moved.equals(name) && firing.stream().anyMatch(meantBy(moved)));
  }

  private static int layer(HookPoint hook) {
    return switch (hook) {
      case InBlock(var layer, _) -> layer;
      case Global _ -> 0;
    };
  }

  private static Predicate<HookPoint> meantBy(String name) {
    var oneLayer = ONE_LAYER.matcher(name);
    if (name.equals("all")) {
      return hook -> !hook.onRequest();
    }
    if (oneLayer.matches()) {
      var layer = Integer.parseInt(oneLayer.group(1));
      var rest = oneLayer.group(2);
      return hook -> hook instanceof InBlock(var at, var site) && at == layer && called(site, rest);
    }
    return hook ->
        switch (hook) {
          case InBlock(var layer, var site) ->
              hook.name().equals(name) || called(site, name) || numbered(site, layer, name);
          case Global(var site) -> site.path().equals(name) || site.shortName().equals(name);
        };
  }

  private static boolean called(BlockSite site, String name) {
    return site.shortName().equals(name) || site.path().equals(name);
  }

  // Some short names end in a digit themselves, so `scale1` is a place and `scale10` its layer 0.
  private static boolean numbered(BlockSite site, int layer, String name) {
    if (!name.startsWith(site.shortName())) {
      return false;
    }
    var rest = name.substring(site.shortName().length());
    return LAYER.matcher(rest).matches() && Integer.parseInt(rest) == layer;
  }

  private String shortNames() {
    return firing.stream()
        .map(hook ->
            switch (hook) {
              case InBlock(_, var site) -> site.shortName();
              case Global(var site) -> site.shortName();
            })
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
