// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polyseme.analysis.ask.LogitWeights;
import polyseme.analysis.ask.LogitWeights.Writer;
import polyseme.analysis.ask.LogitWeights.Written;
import polyseme.analysis.ask.OneToken;
import polyseme.analysis.markup.Numbers;
import polyseme.engine.HookedModel;
import polyseme.engine.OpenOptions;
import polyseme.engine.hook.BlockSite;
import polyseme.engine.hook.UnitAddress;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.Processing;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.RequestException;
import polyseme.engine.text.Token;

/// `polyseme promotes`: which neurons write a token up or down, or which tokens a neuron does.
@Command(
    name = "promotes",
    description =
        "List the neurons that write a token up or down by their output weights, or the tokens that"
            + " a neuron writes.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  polyseme promotes models/solu-2l --token \" bank\"",
      "  polyseme promotes models/solu-2l --token \" bank\" --token \" river\" --top 5",
      "  polyseme promotes models/solu-2l --neuron L1.50",
      "",
      "The number is w_out · W_U[:, token]: by how much one unit of the neuron's activation changes"
          + " the token's logit directly, before the last normalisation divides by the size of the"
          + " residual stream, and without what later blocks make of it. With the default"
          + " processing the weights of that normalisation are in W_U and the mean of all tokens is"
          + " taken off, so 0 means “like the average token”. “cos” is the same without the lengths"
          + " of the two vectors. “rank” counts the tokens that the neuron moves at least as far"
          + " the same way: 1 if this token comes first. A neuron that is negative pushes the other"
          + " way."
    })
final class PromotesCommand extends PolysemeCommand {

  @Mixin private final ModelArgument model = new ModelArgument();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "A token as it is spelled, with its space; may be given several times.")
  private List<String> tokens = new ArrayList<>();

  @Option(
      names = "--neuron",
      paramLabel = "NEURON",
      description = "The other way round: a neuron, as L1.50; may be given several times.")
  private List<String> neurons = new ArrayList<>();

  @Option(
      names = "--top",
      defaultValue = "20",
      paramLabel = "N",
      description = "How many at either end (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--processing",
      paramLabel = "HOW",
      defaultValue = "default",
      description =
          "How weights are rewritten first: default (as TransformerLens does), none, or some of"
              + " fold_ln,center_writing_weights,center_unembed,fold_value_biases (default:"
              + " ${DEFAULT-VALUE}).")
  private String processing = "default";

  PromotesCommand(Context context) {
    super(context);
  }

  private record OfToken(Token token, LogitWeights.BothEnds<Writer> ends) {}

  private record OfNeuron(NeuronId neuron, LogitWeights.BothEnds<Written> ends) {}

  @Override
  void run() throws PolysemeException {
    if (tokens.isEmpty() && neurons.isEmpty()) {
      throw usage("--token or --neuron is missing");
    }
    if (top < 1) {
      throw usage("--top starts at 1");
    }
    var asked = Processing.parse(processing);
    try (var progress = progress();
        var open =
            workbench().openModel(model.folder(this, progress), OpenOptions.defaults(), progress)) {
      var wanted = new ArrayList<Token>();
      for (var token : tokens) {
        wanted.add(OneToken.of(open.tokenizer(), token));
      }
      var ids = ids(open);
      progress.clear();
      var weights = LogitWeights.of(open.folder(), asked);
      var ofTokens =
          wanted.stream().map(t -> new OfToken(t, weights.writers(t.id(), top))).toList();
      var ofNeurons = ids.stream().map(id -> new OfNeuron(id, weights.tokens(id, top))).toList();
      print(
          json()
              ? json(open, weights, ofTokens, ofNeurons).toString()
              : text(open, weights, ofTokens, ofNeurons));
    }
  }

  private List<NeuronId> ids(HookedModel open) throws RequestException {
    var ids = new ArrayList<NeuronId>();
    for (var neuron : neurons) {
      var unit = UnitAddress.parse(neuron);
      var id = new NeuronId(unit.layer(), unit.index());
      var all = open.config().neurons();
      if (unit.hook().site() != BlockSite.POST || !all.contains(id)) {
        throw new RequestException(
            "%s has no neuron %s.".formatted(open.folder().name(), unit),
            "Its neurons are L0.0 to L%d.%d.".formatted(all.nLayers() - 1, all.dMlp() - 1));
      }
      ids.add(id);
    }
    return ids;
  }

  private static String text(
      HookedModel open, LogitWeights weights, List<OfToken> tokens, List<OfNeuron> neurons) {
    var out = new StringBuilder("Logits for one unit of activation, ");
    out.append(open.folder().name()).append(", ");
    out.append(Numbers.show((long) weights.neurons().size())).append(" neurons, ");
    out.append(Numbers.show((long) weights.tokens())).append(" tokens.\n");
    out.append(ProcessingOption.told(weights.processing())).append('\n');
    if (LogitWeights.normalisedAfter(open.config())) {
      out.append("What an MLP writes is normalised: compare numbers within a layer only.\n");
    }
    for (var one : tokens) {
      var name = TokenText.quoted(one.token());
      out.append("\nWrite ").append(name).append(" up\n").append(writers(one.ends().up()));
      out.append("\n\nWrite ").append(name).append(" down\n").append(writers(one.ends().down()));
      out.append('\n');
    }
    for (var one : neurons) {
      out.append('\n').append(one.neuron()).append(" writes up\n");
      out.append(written(open, one.ends().up()));
      out.append("\n\n").append(one.neuron()).append(" writes down\n");
      out.append(written(open, one.ends().down())).append('\n');
    }
    return out.toString().stripTrailing();
  }

  private static Grid writers(List<Writer> writers) {
    var lines = new ArrayList<List<String>>();
    lines.add(List.of("neuron", "logit", "cos", "rank"));
    for (var one : writers) {
      lines.add(
          List.of(
              one.neuron().toString(),
              signed(one.logit(), 3),
              Numbers.fixed(one.cosine(), 2),
              Numbers.show((long) one.rank())));
    }
    return new Grid("lrrr", lines);
  }

  private static Grid written(HookedModel open, List<Written> written) {
    var lines = new ArrayList<List<String>>();
    lines.add(List.of("token", "logit", "cos"));
    for (var one : written) {
      lines.add(
          List.of(
              TokenText.quoted(token(open, one.token())),
              signed(one.logit(), 3),
              Numbers.fixed(one.cosine(), 2)));
    }
    return new Grid("lrr", lines);
  }

  // A vocabulary may have rows that no token belongs to.
  private static Token token(HookedModel open, int id) {
    return id < open.tokenizer().vocabularySize()
        ? open.tokenizer().detokenize(List.of(id)).tokens().getFirst()
        : new Token(id, "unused " + id, 0, 0, true);
  }

  private static String signed(double value, int digits) {
    return (value > 0 ? "+" : "") + Numbers.show(value, digits);
  }

  private static Json json(
      HookedModel open, LogitWeights weights, List<OfToken> tokens, List<OfNeuron> neurons) {
    return Json.object()
        .put("model", open.folder().name())
        .put("model_sha256", open.folder().digest())
        .put("processing", weights.processing().text())
        .put("tokens", tokens.stream().map(PromotesCommand::json).toList())
        .put("neurons", neurons.stream().map(one -> json(open, one)).toList());
  }

  private static Object json(OfToken one) {
    return Json.object()
        .put("token", one.token().text())
        .put("id", one.token().id())
        .put("up", one.ends().up().stream().map(PromotesCommand::json).toList())
        .put("down", one.ends().down().stream().map(PromotesCommand::json).toList())
        .fields();
  }

  private static Object json(Writer one) {
    return Json.object()
        .put("neuron", one.neuron().toString())
        .put("logit", one.logit())
        .put("cosine", one.cosine())
        .put("rank", one.rank())
        .fields();
  }

  private static Object json(HookedModel open, OfNeuron one) {
    return Json.object()
        .put("neuron", one.neuron().toString())
        .put("up", one.ends().up().stream().map(token -> json(open, token)).toList())
        .put("down", one.ends().down().stream().map(token -> json(open, token)).toList())
        .fields();
  }

  private static Object json(HookedModel open, Written one) {
    return Json.object()
        .put("token", token(open, one.token()).text())
        .put("id", one.token())
        .put("logit", one.logit())
        .put("cosine", one.cosine())
        .fields();
  }
}
