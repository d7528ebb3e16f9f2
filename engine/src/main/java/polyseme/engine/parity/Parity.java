// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.parity;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import polyseme.engine.HookedModel;
import polyseme.engine.hook.AxisLengths;
import polyseme.engine.hook.ForwardRequest;
import polyseme.engine.hook.GlobalSite;
import polyseme.engine.hook.HookPoint;
import polyseme.engine.hook.TokenBatch;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;
import polyseme.engine.task.RequestException;

/// Compares a model with the numbers of a reference, text by text and tensor by tensor, so that no
/// more than one tensor of the reference is in memory at a time.
///
/// A number agrees if it differs by no more than the tolerance, or by no more than the tolerance
/// times the root mean square of the reference's tensor. Equal infinities agree (masked attention
/// scores are −∞); NaN never agrees.
public final class Parity {

  /// What TransformerLens itself calls agreement in 32-bit floats.
  public static final double TOLERANCE = 5e-5;

  private static final HookPoint LOGITS_BEFORE_CAP = new HookPoint.Global(GlobalSite.UNEMBED_OUT);

  private final HookedModel model;
  private final ReferenceFile reference;
  private final TokenTexts texts;
  private final double tolerance;
  private final Set<HookPoint> firing;
  private final Map<String, HookTally> tallies = new LinkedHashMap<>();
  private final Set<String> lacking = new LinkedHashSet<>();

  private Parity(HookedModel model, ReferenceFile reference, TokenTexts texts, double tolerance) {
    this.model = model;
    this.reference = reference;
    this.texts = texts;
    this.tolerance = tolerance;
    this.firing = new HashSet<>(model.hooks());
  }

  /// Runs each text of a reference and compares every tensor the reference has.
  ///
  /// @param model the model
  /// @param reference a safetensors file of tensors called `TEXT/HOOK` and `TEXT/logits`, with or
  ///   without the batch axis
  /// @param tokens a JSON file of the form `{"texts": [{"tokens": [1, 2]}, …]}`
  /// @param tolerance the largest error that counts as agreement, [#TOLERANCE] if nothing else is
  ///   wanted
  /// @param progress told how far it is, in texts
  /// @return what was found
  /// @throws PolysemeException if a file is missing, damaged or of another form, a text does not
  ///   fit the model, or its tokens are none of the model's
  public static ParityReport compare(
      HookedModel model, Path reference, Path tokens, double tolerance, Progress progress)
      throws PolysemeException {
    if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
      throw new IllegalArgumentException("no such tolerance: " + tolerance);
    }
    var texts = TokenTexts.read(tokens);
    try (var file = ReferenceFile.open(reference)) {
      var parity = new Parity(model, file, texts, tolerance);
      parity.check(tokens);
      return parity.run(progress);
    }
  }

  private void check(Path tokens) throws RequestException {
    var longest = model.config().longestText();
    var vocabulary = model.config().dims().dVocab();
    for (var text : reference.texts().keySet()) {
      if (text >= texts.texts().size()) {
        throw new RequestException(
            "The reference has numbers for text %d, and %s has only %d texts, counted from 0."
                .formatted(text, tokens, texts.texts().size()),
            "Give the token file that was made together with the reference.");
      }
      var ids = texts.texts().get(text);
      if (ids.size() > longest) {
        throw new RequestException(
            "Text %d of %s has %d tokens, and the model reads no more than %d."
                .formatted(text, tokens, ids.size(), longest),
            "Make the reference with shorter texts.");
      }
      for (var position = 0; position < ids.size(); position++) {
        var id = ids.get(position);
        if (id < 0 || id >= vocabulary) {
          throw new RequestException(
              "Token %d at position %d of text %d of %s is none of the model's %d."
                  .formatted(id, position, text, tokens, vocabulary),
              "Give the token file that belongs to this model.");
        }
      }
    }
  }

  private ParityReport run(Progress progress) throws PolysemeException {
    var done = 0;
    lacking.addAll(reference.unnumbered());
    for (var entry : reference.texts().entrySet()) {
      progress.checkCancelled();
      progress.report("Comparing", done, reference.texts().size(), "texts");
      compare(entry.getKey(), entry.getValue());
      done++;
    }
    progress.report("Comparing", done, done, "texts");
    var order =
        Comparator.comparingDouble(HookParity::error)
            .reversed()
            .thenComparing(Comparator.comparingDouble(HookParity::maxAbs).reversed());
    var hooks = tallies.values().stream().map(HookTally::result).sorted(order).toList();
    return new ParityReport(
        reference.described(texts.maker()), tolerance, hooks, new ArrayList<>(lacking));
  }

  private void compare(int text, List<String> names) throws PolysemeException {
    var capture = new HashSet<HookPoint>();
    for (var name : names) {
      if (!name.equals(ReferenceFile.LOGITS)) {
        var hook = hook(name);
        hook.ifPresentOrElse(capture::add, () -> lacking.add(name));
      }
    }
    var tokens =
        TokenBatch.of(texts.texts().get(text).stream().mapToInt(Integer::intValue).toArray());
    var failures = new ArrayList<PolysemeException>();
    model.stream(
        ForwardRequest.capturing(tokens, capture),
        (hook, values) -> {
          if (failures.isEmpty()) {
            try {
              compare(text, hook.name(), hook, values);
            } catch (PolysemeException e) {
              failures.add(e); // thrown once the pass has given its memory back
            }
          }
        });
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    if (names.contains(ReferenceFile.LOGITS)) {
      compareLogits(text, tokens);
    }
  }

  private Optional<HookPoint> hook(String name) {
    return firing.stream()
        .filter(hook -> hook.name().equals(name))
        .findFirst()
        .or(() -> HookPoint.parse(name).filter(firing::contains));
  }

  // A pass of its own, so that the hook points need not be kept meanwhile.
  private void compareLogits(int text, TokenBatch tokens) throws PolysemeException {
    var result = model.run(ForwardRequest.capturing(tokens, Set.of()).withLogits());
    var logits = Objects.requireNonNull(result.logits());
    compare(text, ReferenceFile.LOGITS, LOGITS_BEFORE_CAP, FloatBuffer.wrap(logits.toArray()));
  }

  private void compare(int text, String name, HookPoint shaped, FloatBuffer values)
      throws PolysemeException {
    var tally = tallies.computeIfAbsent(name, hook -> new HookTally(hook, tolerance));
    var expected = reference.read(text, name);
    if (expected.values().remaining() == values.remaining()) {
      tally.add(text, Difference.between(expected.values(), values));
    } else {
      var width = texts.texts().get(text).size();
      tally.addUnlike(
          text,
          "the reference has %s numbers, the model %s"
              .formatted(
                  expected.shape(), new AxisLengths(model.config()).shape(shaped, 1, width)));
    }
  }
}
