// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// A model and one set of numbers it is compared with.
///
/// @param name of the model's folder, and which numbers
/// @param model the model's folder
/// @param reference the numbers
/// @param tokens the texts
/// @param folded whether the numbers are those of folded weights
record ReferenceFolder(String name, Path model, Path reference, Path tokens, boolean folded) {

  private static final String HOOKS_ONLY = "hooks-";
  private static final String OLD = "-old";
  private static final String ON_REQUEST = "gated-";

  /// Everything comparable in the folders below a folder: `plain/` and `folded/` (TransformerLens,
  /// at every hook point) and `transformers.safetensors`. A folder `hooks-NAME` holds further
  /// numbers of the model in `NAME`; `golden-NAME-old` is a golden folder in an older spelling,
  /// whose numbers are those of `NAME`; `gated-…` holds the hook points on request of the golden
  /// model that its texts name.
  ///
  /// @param collection the folder of folders
  /// @param golden where golden folders lie, if they are there
  /// @return what was found, by name
  /// @throws IOException if a folder cannot be listed
  static List<ReferenceFolder> in(Path collection, Optional<Path> golden) throws IOException {
    var found = new ArrayList<ReferenceFolder>();
    try (var folders = Files.list(collection)) {
      for (var folder : folders.filter(Files::isDirectory).sorted().toList()) {
        var name = folder.getFileName().toString();
        var model =
            name.startsWith(HOOKS_ONLY)
                ? collection.resolve(name.substring(HOOKS_ONLY.length()))
                : folder;
        if (Files.exists(model.resolve("config.json"))) {
          addAll(found, name, model, folder);
          original(name, golden).ifPresent(there -> addLens(found, name, model, there));
        } else if (name.startsWith(ON_REQUEST) && golden.isPresent()) {
          addOnRequest(found, name, folder, golden.get());
        }
      }
    }
    return found;
  }

  /// The checkpoints of `parity/made`, whose texts and tokenizer are one for all of them, so that
  /// each model is put together in a folder of its own.
  ///
  /// @param made the folder of folders
  /// @param into where models are put together
  /// @return what was found, by name
  /// @throws IOException if a file cannot be read or copied
  static List<ReferenceFolder> made(Path made, Path into) throws IOException {
    var found = new ArrayList<ReferenceFolder>();
    try (var folders = Files.list(made)) {
      for (var folder : folders.filter(ReferenceFolder::isModel).sorted().toList()) {
        var name = folder.getFileName().toString();
        var model = Files.createDirectories(into.resolve(name));
        copy(folder, model);
        copy(made, model);
        for (var kind : List.of("transformers", "hooks", "plain", "folded")) {
          var reference = folder.resolve(kind + ".safetensors");
          if (Files.exists(reference)) {
            var folded = kind.equals("folded");
            var tokens = made.resolve("tokens.json");
            found.add(new ReferenceFolder(name + " " + kind, model, reference, tokens, folded));
          }
        }
      }
    }
    return found;
  }

  private static boolean isModel(Path folder) {
    return Files.exists(folder.resolve("config.json"));
  }

  private static void copy(Path from, Path into) throws IOException {
    try (var files = Files.list(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, into.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void addOnRequest(
      List<ReferenceFolder> found, String name, Path numbers, Path golden) throws IOException {
    var tokens = numbers.resolve("expected.json");
    var model = new JsonMapper().readTree(Files.readAllBytes(tokens)).path("name").asString();
    var reference = numbers.resolve("expected.safetensors");
    found.add(new ReferenceFolder(name, golden.resolve(model), reference, tokens, false));
  }

  private static Optional<Path> original(String name, Optional<Path> golden) {
    return name.startsWith("golden-") && name.endsWith(OLD)
        ? golden.map(
            all -> all.resolve(name.substring("golden-".length(), name.length() - OLD.length())))
        : Optional.empty();
  }

  private static void addAll(List<ReferenceFolder> found, String name, Path model, Path numbers) {
    addLens(found, name, model, numbers);
    var reference = numbers.resolve("transformers.safetensors");
    var tokens = numbers.resolve("tokens.json");
    if (Files.exists(reference) && Files.exists(tokens)) {
      found.add(new ReferenceFolder(name + " transformers", model, reference, tokens, false));
    }
  }

  private static void addLens(List<ReferenceFolder> found, String name, Path model, Path numbers) {
    for (var kind : List.of("plain", "folded")) {
      var reference = numbers.resolve(kind).resolve("expected.safetensors");
      if (Files.exists(reference)) {
        var tokens = reference.resolveSibling("expected.json");
        var folded = kind.equals("folded");
        found.add(new ReferenceFolder(name + " " + kind, model, reference, tokens, folded));
      }
    }
  }
}
