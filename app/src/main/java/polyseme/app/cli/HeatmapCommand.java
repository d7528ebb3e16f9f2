// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polyseme.analysis.color.PageTheme;
import polyseme.analysis.color.Theme;
import polyseme.analysis.heatmap.AnsiHeatmap;
import polyseme.analysis.heatmap.HtmlHeatmap;
import polyseme.analysis.heatmap.JsonHeatmap;
import polyseme.analysis.heatmap.SvgHeatmap;
import polyseme.analysis.heatmap.TokenHeatmap;
import polyseme.analysis.parity.ParityBadge;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;

/// `polyseme heatmap`: one neuron's activation at every token of a text.
@Command(
    name = "heatmap",
    description = "Show one neuron's activation at every token of a text.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme heatmap models/solu-2l --neuron L1.50 --text \"Hello there\"",
      "  polyseme heatmap models/solu-2l --neuron L1.50 --file a.txt --out a.html",
      "  polyseme heatmap models/solu-2l --neuron L0.7 --hook mid --text Hello --json",
      "",
      "Without --out the text appears in colours, or as a list of numbers where there are no"
          + " colours. The colours are neutral at 0 and full at the text's greatest size; the"
          + " beginning-of-text token does not count for that."
    })
final class HeatmapCommand extends PolysemeCommand {

  @Mixin private final ModelArgument model = new ModelArgument();

  @Option(
      names = "--neuron",
      required = true,
      paramLabel = "NEURON",
      description = "L1.50, or another unit: L1.mid.50, L1.resid_post.7, L1.H3.12.")
  private String neuron = "";

  @Mixin private final TextOptions text = new TextOptions();

  @Mixin private final BosOptions bos = new BosOptions();

  @Mixin private final ProcessingOption processing = new ProcessingOption();

  @Option(
      names = "--hook",
      paramLabel = "NAME",
      description = "Where the neuron is read: pre, mid or post (default: post).")
  private @Nullable String hook;

  @Option(
      names = "--theme",
      paramLabel = "THEME",
      description =
          "light or dark; without it, pages follow the reader's system and terminals count as"
              + " dark.")
  private @Nullable Theme theme;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write a page (.html), a figure (.svg) or the numbers (.json).")
  private @Nullable Path out;

  HeatmapCommand(Context context) {
    super(context);
  }

  @Override
  void run() throws PolysemeException {
    var file = out == null ? null : OutputFile.of(this, out, List.of("html", "svg", "json"));
    var unit = unit();
    var words = text.text(this);
    var opening = processing.open(bos.open(this));
    TokenHeatmap heatmap;
    ParityBadge parity;
    try (var progress = progress();
        var open = workbench().openModel(model.folder(this, progress), opening, progress)) {
      heatmap = workbench().heatmap(open, unit, text.tokens(open.tokenizer(), words));
      parity = workbench().parity(open.folder().digest(), open.processing().text());
    }
    if (file != null) {
      write(heatmap, parity, file);
    }
    if (json()) {
      print(JsonHeatmap.write(heatmap).stripTrailing());
    } else if (file == null) {
      print(shown(heatmap).stripTrailing());
    } else {
      print("Wrote " + file.path());
    }
  }

  private String shown(TokenHeatmap heatmap) {
    return console().colors()
        ? AnsiHeatmap.colored(heatmap, theme == null ? Theme.DARK : theme)
        : AnsiHeatmap.plain(heatmap);
  }

  private UnitAddress unit() throws RequestException {
    var unit = UnitAddress.parse(neuron);
    if (hook == null) {
      return unit;
    }
    if (!unit.equals(UnitAddress.parse("L%d.%d".formatted(unit.layer(), unit.index())))) {
      throw usage("Either --hook or the neuron's name may say where it is read");
    }
    return UnitAddress.parse("L%d.%s.%d".formatted(unit.layer(), hook, unit.index()));
  }

  private PageTheme pageTheme() {
    return switch (theme) {
      case null -> PageTheme.AUTO;
      case LIGHT -> PageTheme.LIGHT;
      case DARK -> PageTheme.DARK;
    };
  }

  private void write(TokenHeatmap heatmap, ParityBadge parity, OutputFile file)
      throws PolysemeException {
    file.write(
        switch (file.ending()) {
          case "html" -> HtmlHeatmap.page(heatmap, parity, pageTheme());
          case "svg" ->
              SvgHeatmap.write(heatmap, theme == Theme.DARK ? PageTheme.DARK : PageTheme.LIGHT);
          default -> JsonHeatmap.write(heatmap);
        });
  }
}
