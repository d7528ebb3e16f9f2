// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polyseme.analysis.parity.ParityBadge;
import polyseme.engine.HookedModel;
import polyseme.engine.OpenOptions;
import polyseme.engine.parity.HookParity;
import polyseme.engine.parity.ParityReport;
import polyseme.engine.task.PolysemeException;

/// `polyseme verify`: how far a model's numbers are from a reference's.
@Command(
    name = "verify",
    description = "Compare a model's numbers with those of a reference such as TransformerLens.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme verify models/solu-2l --reference expected.safetensors --tokens expected.json",
      "  polyseme verify models/gpt2 --reference a.safetensors --tokens a.json --tolerance 1e-4",
      "",
      "FILE.safetensors holds one tensor for each text and hook point, called"
          + " 0/blocks.0.mlp.hook_post, 0/logits, 1/logits …, with or without the batch axis;"
          + " FILE.json holds the texts as token numbers: {\"texts\": [{\"tokens\": [1, 2]}]}.",
      "--processing must be what the reference was made with.",
      "A number agrees if it differs by no more than the tolerance, or by the tolerance times the"
          + " root mean square of its tensor. The exit code is 0 only if all agree. The result is"
          + " remembered and shown beside the model's numbers."
    })
final class VerifyCommand extends PolysemeCommand {

  private static final List<String> HEAD =
      List.of("hook point", "error", "max abs", "rms", "relative", "");

  @Mixin private final ModelArgument model = new ModelArgument();

  @Option(
      names = "--reference",
      required = true,
      paramLabel = "FILE",
      description = "The reference's numbers, a safetensors file.")
  private Path reference = Path.of("");

  @Option(
      names = "--tokens",
      required = true,
      paramLabel = "FILE",
      description = "The texts the reference was computed on, a JSON file.")
  private Path tokens = Path.of("");

  @Mixin private final ProcessingOption processing = new ProcessingOption();

  @Option(
      names = "--tolerance",
      defaultValue = "5e-5",
      paramLabel = "NUMBER",
      description = "Largest error that counts as agreement (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  private boolean agrees;

  VerifyCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
      throw usage("--tolerance takes a number from 0 on, such as 5e-5");
    }
    var options = processing.open(OpenOptions.defaults());
    try (var progress = progress();
        var open = open(options, progress)) {
      var report = workbench().verify(open, reference, tokens, tolerance, progress);
      progress.clear();
      agrees = report.agrees();
      print(json() ? json(report, open).toString() : text(report));
      workbench().remember(open, report);
    }
  }

  private HookedModel open(OpenOptions options, TerminalProgress progress)
      throws PolysemeException {
    return workbench().openModel(model.folder(this, progress), options, progress);
  }

  @Override
  int exitCode() {
    return agrees ? ExitCode.DONE : ExitCode.USER;
  }

  private static String text(ParityReport report) {
    var lines = new ArrayList<List<String>>();
    lines.add(HEAD);
    for (var hook : report.hooks()) {
      lines.add(
          List.of(
              hook.hook(),
              ParityBadge.error(hook.error()),
              ParityBadge.error(hook.maxAbs()),
              ParityBadge.error(hook.rms()),
              ParityBadge.error(hook.relative()),
              verdict(hook)));
    }
    var out = new StringBuilder(new Columns(lines).toString());
    for (var name : report.lacking()) {
      out.append("\nThe model has no hook point for ").append(name).append('.');
    }
    return out.append('\n').append(summary(report)).toString();
  }

  private static String verdict(HookParity hook) {
    if (hook.agrees()) {
      return "";
    }
    return hook.remark().isEmpty() ? "differs, text %d".formatted(hook.worstText()) : hook.remark();
  }

  private static String summary(ParityReport report) {
    var all = report.hooks().size();
    var within = ParityBadge.tolerance(report.tolerance());
    if (report.agrees()) {
      return "All of %d hook points over %s agree with %s within %s."
          .formatted(
              all,
              ParityBadge.texts(report.reference().texts()),
              report.reference().title(),
              within);
    }
    return "The model does not agree with %s: %d of %d hook points differ by more than %s%s."
        .formatted(
            report.reference().title(),
            report.disagreeing(),
            all,
            within,
            report.lacking().isEmpty()
                ? ""
                : ", %d of its names are unknown to the model".formatted(report.lacking().size()));
  }

  private static Json json(ParityReport report, HookedModel open) {
    var from = report.reference();
    return Json.object()
        .put("agrees", report.agrees())
        .put("model_sha256", open.folder().digest())
        .put("processing", open.processing().text())
        .put("tolerance", report.tolerance())
        .put("largest_error", report.largestError())
        .put("worst", report.worst())
        .put(
            "reference",
            Json.object()
                .put("file", from.file())
                .put("sha256", from.sha256())
                .put("made_with", from.maker())
                .put("texts", from.texts())
                .put("tensors", from.tensors()))
        .put("lacking", report.lacking())
        .put("hooks", report.hooks().stream().map(VerifyCommand::json).toList());
  }

  private static Object json(HookParity hook) {
    return Json.object()
        .put("hook", hook.hook())
        .put("agrees", hook.agrees())
        .put("numbers", hook.numbers())
        .put("error", hook.error())
        .put("max_abs", hook.maxAbs())
        .put("rms", hook.rms())
        .put("relative", hook.relative())
        .put("worst_text", hook.worstText())
        .put("remark", hook.remark())
        .fields();
  }
}
