// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookSelection;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.Target;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;
import polyseme.engine.text.TokenizedText;

/// `polyseme run`: the cache of one forward pass.
@Command(
    name = "run",
    description = "Run a model on a text and keep what its hook points held.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme run models/solu-2l --text \"Hello there\" --hooks post --out run.npz",
      "  polyseme run models/solu-2l --text Hi --hooks resid_post1,L0.pattern --out a.safetensors",
      "  polyseme run models/solu-2l --text Hi --hooks blocks.1.hook_resid_post --logits \\",
      "           --zero L0.7 --set L1.50=0.3 --out changed.npz",
      "",
      "The file holds one float32 array a hook point under its full name, [batch, pos, …], and the"
          + " token numbers and the processing of weights (npz: arrays “tokens” and “processing”;"
          + " safetensors: metadata). The first position is the"
          + " beginning-of-text token, if the model has one. What is captured at a changed hook"
          + " point is what stands after the change."
    })
final class RunCommand extends PolysemeCommand {

  private record Change(String option, String value) {}

  @Mixin private final ModelArgument model = new ModelArgument();

  @Mixin private final TextOptions text = new TextOptions();

  @Mixin private final BosOptions bos = new BosOptions();

  @Mixin private final ProcessingOption processing = new ProcessingOption();

  @Option(
      names = "--hooks",
      required = true,
      split = ",",
      paramLabel = "NAME",
      description = "Hook points: post (all layers), post1 or L1.post (one), full names, or all.")
  private List<String> hooks = List.of();

  @Option(names = "--logits", description = "Keep the logits as well.")
  private boolean logits;

  @Option(
      names = "--zero",
      paramLabel = "NEURON",
      parameterConsumer = ChangeConsumer.class,
      description = "Set a unit to zero at every position. May be repeated.")
  @SuppressWarnings("UnusedVariable") // goes to changes by way of the consumer
  private @Nullable String zero;

  @Option(
      names = "--set",
      paramLabel = "NEURON=VALUE",
      parameterConsumer = ChangeConsumer.class,
      description = "Set a unit to a value. May be repeated.")
  @SuppressWarnings("UnusedVariable") // goes to changes by way of the consumer
  private @Nullable String set;

  @Option(
      names = "--scale",
      paramLabel = "NEURON=FACTOR",
      parameterConsumer = ChangeConsumer.class,
      description =
          "Multiply a unit by a factor. May be repeated; changes happen in the order typed.")
  @SuppressWarnings("UnusedVariable") // goes to changes by way of the consumer
  private @Nullable String scale;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Where to put the cache: .npz or .safetensors.")
  private Path out = Path.of("");

  private final List<Change> changes = new ArrayList<>();

  RunCommand(Context context) {
    super(context);
  }

  void change(String option, String value) {
    changes.add(new Change(option, value));
  }

  @Override
  void run() throws PolysemeException {
    var file = OutputFile.of(this, out, List.of("npz", "safetensors"));
    var interventions = interventions();
    var words = text.text(this);
    var opening = processing.open(bos.open(this));
    try (var progress = progress();
        var open = workbench().openModel(model.folder(this, progress), opening, progress)) {
      var tokens = text.tokens(open.tokenizer(), words);
      var result = open.run(request(open, tokens, interventions));
      progress.clear();
      var cache =
          new CacheFile(open.folder(), open.processing(), tokens, result, services().program());
      cache.write(file);
      print(json() ? cache.json(file.path()).toString() : cache.summary(file.path()));
    }
  }

  private ForwardRequest request(
      HookedModel open, TokenizedText tokens, List<Intervention> interventions)
      throws RequestException {
    if (tokens.tokens().isEmpty()) {
      throw new RequestException("The text has no tokens.", "Write at least one character.");
    }
    var capture = new HookSelection(open.hooks()).of(hooks);
    var request =
        ForwardRequest.capturing(TokenBatch.of(tokens.ids()), capture)
            .withInterventions(interventions);
    return logits ? request.withLogits() : request;
  }

  private List<Intervention> interventions() throws RequestException {
    var list = new ArrayList<Intervention>();
    for (var change : changes) {
      var parts = change.value().split("=", 2);
      var target = Target.of(UnitAddress.parse(parts[0]));
      list.add(
          switch (change.option()) {
            case "--zero" -> new Intervention.Zero(target);
            case "--set" -> new Intervention.SetTo(target, value(change, parts));
            default -> new Intervention.Scale(target, value(change, parts));
          });
    }
    return list;
  }

  private float value(Change change, String... parts) {
    try {
      var value = Float.parseFloat(parts[parts.length - 1]);
      if (parts.length == 2 && Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw usage("%s wants a unit and a number, such as L1.50=0.3".formatted(change.option()));
  }
}
