// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polyseme.engine.Models;
import polyseme.engine.checkpoint.ModelFolder;
import polyseme.engine.hook.AxisLengths;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.tensor.Axis;

/// `polyseme hooks`: which hook points a model has, without starting the engine.
@Command(
    name = "hooks",
    description = "Show a model's hook points: a tree with shapes, or their firing order.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme hooks models/solu-2l",
      "  polyseme hooks models/solu-2l --order",
      "",
      "Names and shapes are TransformerLens'. b is the batch, p (q, k) the positions. Hook points"
          + " “on request” cost much and are computed only where they are asked for by name; the"
          + " name “all” of other commands leaves them out."
    })
final class HooksCommand extends PolysemeCommand {

  private static final String ON_REQUEST = "on request";

  @Mixin private final ModelArgument model = new ModelArgument();

  @Option(names = "--order", description = "List all of them in firing order.")
  private boolean order;

  HooksCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    ModelFolder folder;
    try (var progress = progress()) {
      folder = ModelFolder.read(model.folder(this, progress));
    }
    var hooks = Models.hooks(folder.config());
    var lengths = new AxisLengths(folder.config());
    if (json()) {
      print(json(folder, hooks, lengths).toString());
    } else {
      print(order ? listed(hooks, lengths) : new HookTree(hooks, lengths).toString());
    }
  }

  private static String listed(List<HookPoint> hooks, AxisLengths lengths) {
    var lines = new ArrayList<List<String>>();
    for (var hook : hooks) {
      lines.add(List.of(hook.name(), shape(hook, lengths), remark(hook)));
    }
    return new Columns(lines).toString();
  }

  /// The shape as people write it: `[b, p, 512]`.
  static String shape(HookPoint hook, AxisLengths lengths) {
    return hook.axes().stream()
        .map(axis -> letter(axis) == null ? length(axis, lengths) : letter(axis))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  static String remark(HookPoint hook) {
    return hook.onRequest() ? ON_REQUEST : "";
  }

  private static String length(Axis axis, AxisLengths lengths) {
    return Integer.toString(lengths.of(axis, 1, 1));
  }

  /// What stands for an axis whose length the text decides.
  private static @Nullable String letter(Axis axis) {
    return switch (axis) {
      case BATCH -> "b";
      case POS -> "p";
      case QUERY_POS -> "q";
      case KEY_POS -> "k";
      case HEAD, KEY_VALUE_HEAD, D_HEAD, D_QUERIES, D_KEYS, D_MODEL, D_MLP, D_VOCAB, ONE -> null;
    };
  }

  private static Json json(ModelFolder folder, List<HookPoint> hooks, AxisLengths lengths) {
    var list = new ArrayList<Object>();
    for (var hook : hooks) {
      var shape = new ArrayList<Object>();
      for (var axis : hook.axes()) {
        var letter = letter(axis);
        shape.add(letter == null ? (Object) lengths.of(axis, 1, 1) : letter);
      }
      list.add(
          Json.object()
              .put("hook", hook.name())
              .put("shape", shape)
              .put("on_request", hook.onRequest())
              .fields());
    }
    return Json.object()
        .put("model", folder.name())
        .put("model_sha256", folder.digest())
        .put("hooks", list);
  }
}
