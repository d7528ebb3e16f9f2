// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.HookSelection;
import polyseme.engine.hook.Intervention;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;

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
      "  polyseme run models/solu-2l --text Hi --logits --patch L1.resid_pre@-1=other.npz \\",
      "           --mean L0.H1 --out patched.npz",
      "  polyseme run models/solu-2l --text Hi --hooks post --gradients post,resid_pre \\",
      "           --of \"diff: he- she@-1\" --out gradients.npz",
      "",
      "The file holds one float32 array a hook point under its full name, [batch, pos, …], and the"
          + " token numbers and the processing of weights (npz: arrays “tokens” and “processing”;"
          + " safetensors: metadata); gradients are called grad/ and the full name. The first"
          + " position is the beginning-of-text token, if the model has one. What is captured at a"
          + " changed hook point, and what a gradient is taken by, is what stands after the change."
    })
final class RunCommand extends PolysemeCommand {

  @Mixin private final ModelArgument model = new ModelArgument();

  @Mixin private final TextOptions text = new TextOptions();

  @Mixin private final BosOptions bos = new BosOptions();

  @Mixin private final ChangeOptions changes = new ChangeOptions();

  @Mixin private final GradientOptions gradients = new GradientOptions();

  @Mixin private final ProcessingOption processing = new ProcessingOption();

  @Option(
      names = "--hooks",
      split = ",",
      paramLabel = "NAME",
      description = "Hook points: post (all layers), post1 or L1.post (one), full names, or all.")
  private List<String> hooks = List.of();

  @Option(names = "--logits", description = "Keep the logits as well.")
  private boolean logits;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Where to put the cache: .npz or .safetensors.")
  private Path out = Path.of("");

  RunCommand(Context context) {
    super(context);
  }

  ChangeOptions changes() {
    return changes;
  }

  @Override
  void run() throws PolysemeException {
    check();
    var file = OutputFile.of(this, out, List.of("npz", "safetensors"));
    var words = text.text(this);
    var opening = processing.open(bos.open(this));
    try (var progress = progress();
        var open = workbench().openModel(model.folder(this, progress), opening, progress)) {
      var tokens = text.tokens(open.tokenizer(), words);
      if (tokens.tokens().isEmpty()) {
        throw new RequestException("The text has no tokens.", "Write at least one character.");
      }
      var batch = TokenBatch.of(tokens.ids());
      var targets = new TargetText(open.hooks(), batch.width());
      var interventions = changes.interventions(this, targets);
      var result = open.run(request(open, batch, interventions));
      var kept =
          new CacheFile(open.folder(), open.processing(), tokens, result, services().program());
      if (gradients.wanted()) {
        var request = gradients.request(open, batch, interventions);
        kept = kept.with(gradients.objective(), open.gradients(request));
      }
      progress.clear();
      kept.write(file);
      print(json() ? kept.json(file.path()).toString() : kept.summary(file.path()));
    }
  }

  private void check() {
    if (hooks.isEmpty() && !gradients.wanted() && !logits) {
      throw usage("Nothing is asked for: --hooks, --logits or --gradients");
    }
    changes.check(this);
    gradients.check(this);
  }

  private ForwardRequest request(
      HookedModel open, TokenBatch tokens, List<Intervention> interventions)
      throws RequestException {
    var capture = new HookSelection(open.hooks()).of(hooks);
    var request = ForwardRequest.capturing(tokens, capture).withInterventions(interventions);
    return logits ? request.withLogits() : request;
  }
}
