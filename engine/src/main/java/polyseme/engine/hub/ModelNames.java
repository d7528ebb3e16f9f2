// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import polyseme.engine.hubcache.RepoId;
import polyseme.engine.text.EditDistance;

/// The names of models that TransformerLens knows, official ones and aliases.
public final class ModelNames {

  private static final String TABLE = "models.tsv";
  private static final int COLUMNS = 4;

  private final List<NamedModel> models;
  private final Map<String, NamedModel> exact = new HashMap<>();
  private final Map<String, NamedModel> folded = new HashMap<>();

  private ModelNames(List<NamedModel> models) {
    this.models = List.copyOf(models);
    for (var model : models) {
      add(model.repo().id(), model);
      model.aliases().forEach(alias -> add(alias, model));
    }
  }

  private void add(String name, NamedModel model) {
    exact.putIfAbsent(name, model);
    folded.putIfAbsent(name.toLowerCase(Locale.ROOT), model);
  }

  /// Reads the table that comes with the program.
  ///
  /// @return all names
  public static ModelNames load() {
    try (var in = ModelNames.class.getResourceAsStream(TABLE)) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return new ModelNames(
          text.lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> model(Arrays.asList(line.split("\t", COLUMNS))))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NamedModel model(List<String> columns) {
    var aliases = columns.size() > 2 && !columns.get(2).isEmpty() ? columns.get(2) : null;
    return new NamedModel(
        new RepoId(columns.get(1)),
        aliases == null ? List.of() : List.of(aliases.split(",", -1)),
        columns.getFirst(),
        columns.size() < COLUMNS ? null : obstacle(columns.getLast()));
  }

  private static @Nullable Obstacle obstacle(String key) {
    for (var obstacle : Obstacle.values()) {
      if (obstacle.key().equals(key)) {
        return obstacle;
      }
    }
    throw new IllegalStateException("no obstacle is called " + key);
  }

  /// All models in the order of the table: family by family, small before large.
  ///
  /// @return the models
  public List<NamedModel> all() {
    return models;
  }

  /// Looks a name up: as it is written, else whatever the case of its letters.
  ///
  /// @param name an official name or an alias
  /// @return the model, empty if no model has this name
  public Optional<NamedModel> find(String name) {
    var found = exact.get(name);
    return Optional.ofNullable(found == null ? folded.get(name.toLowerCase(Locale.ROOT)) : found);
  }

  /// The name that looks most like another.
  ///
  /// @param name any text
  /// @return an official name or an alias
  public String nearest(String name) {
    var wanted = name.toLowerCase(Locale.ROOT);
    var best = "";
    var least = Integer.MAX_VALUE;
    for (var model : models) {
      for (var candidate : names(model)) {
        var distance = EditDistance.between(wanted, candidate.toLowerCase(Locale.ROOT));
        if (distance < least) {
          least = distance;
          best = candidate;
        }
      }
    }
    return best;
  }

  private static List<String> names(NamedModel model) {
    var names = new ArrayList<>(model.aliases());
    names.add(model.repo().id());
    return names;
  }
}
