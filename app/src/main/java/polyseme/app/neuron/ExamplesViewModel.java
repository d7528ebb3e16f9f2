// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.neuron;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import polyseme.analysis.corpus.TokenRef;
import polyseme.analysis.scan.Example;
import polyseme.analysis.scan.NeuronProfile;
import polyseme.analysis.scan.Sample;
import polyseme.analysis.scan.Scan;
import polyseme.analysis.scan.ScanContent;
import polyseme.app.control.Figures;
import polyseme.app.task.JobState;
import polyseme.app.task.Jobs;
import polyseme.app.workspace.Workspace;
import polyseme.engine.model.NeuronId;
import polyseme.engine.task.StoreException;

/// Which of the examples of the neuron in focus are shown: a sample, a stretch of its quantiles, or
/// what lies in one bar of the histogram.
public final class ExamplesViewModel {

  private static final String SLOT = "examples";
  private static final List<Sample> DRAWN = List.of(Sample.UNIFORM, Sample.HIGH, Sample.LOW);

  /// A bar of the histogram.
  ///
  /// @param from the least activation in it
  /// @param to what lies above all of them
  public record Bar(double from, double to) {

    boolean holds(float activation) {
      return from <= activation && activation < to;
    }

    /// Its ends.
    ///
    /// @return for people
    public String text() {
      return Figures.measured(from) + " … " + Figures.measured(to);
    }
  }

  /// What is asked for.
  private record Wanted(NeuronId id, Sample sample, double low, double high, @Nullable Bar bar) {

    List<Sample> samples() {
      return bar == null ? List.of(sample) : DRAWN;
    }
  }

  /// Examples that were read, before any are left out.
  private record Stock(Scan scan, NeuronId id, List<Sample> samples, List<Example> all) {}

  /// What there is to show.
  ///
  /// @param profile whose examples
  /// @param title which of them
  /// @param count how many of how many
  /// @param meaning how they were chosen
  /// @param examples the examples
  public record Shown(
      NeuronProfile profile, String title, String count, String meaning, List<Example> examples) {}

  private record Found(Stock stock, Shown shown) {}

  private final Workspace workspace;
  private final ReadOnlyObjectProperty<@Nullable JobState<NeuronProfile>> profile;
  private final Jobs jobs;
  private final ObjectProperty<Sample> sample = new SimpleObjectProperty<>(Sample.TOP);
  private final DoubleProperty low = new SimpleDoubleProperty(0);
  private final DoubleProperty high = new SimpleDoubleProperty(1);
  private final ObjectProperty<@Nullable Bar> bar = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<@Nullable JobState<Shown>> state =
      new ReadOnlyObjectWrapper<>();
  private @Nullable Stock stock;

  ExamplesViewModel(
      Workspace workspace,
      ReadOnlyObjectProperty<@Nullable JobState<NeuronProfile>> profile,
      Jobs jobs) {
    this.workspace = workspace;
    this.profile = profile;
    this.jobs = jobs;
    profile.subscribe(this::turn);
    sample.subscribe(() -> {
      if (bar.get() == null) {
        renew();
      } else {
        bar.set(null);
      }
    });
    low.subscribe(this::renewDrawn);
    high.subscribe(this::renewDrawn);
    bar.subscribe(this::renew);
  }

  private void renewDrawn() {
    if (isDrawn(sample.get()) && bar.get() == null) {
      renew();
    }
  }

  /// Whether a sample's places were drawn, so that a stretch of quantiles can be chosen from them.
  ///
  /// @param of a sample
  /// @return false for the extremes
  public static boolean isDrawn(Sample of) {
    return DRAWN.contains(of);
  }

  private void turn(@Nullable JobState<NeuronProfile> now) {
    jobs.cancel(SLOT);
    switch (now) {
      case null -> state.set(null);
      case JobState.Waiting<NeuronProfile>() -> {
        state.set(new JobState.Waiting<>());
        bar.set(null);
        if (!missing(sample.get()).isEmpty()) {
          sample.set(Sample.TOP);
        }
      }
      case JobState.Running<NeuronProfile>(var progress) ->
          state.set(new JobState.Running<>(progress));
      case JobState.Failed<NeuronProfile>(var cause) -> state.set(new JobState.Failed<>(cause));
      case JobState.Cancelled<NeuronProfile>() -> state.set(new JobState.Cancelled<>());
      case JobState.Done<NeuronProfile> _ -> renew();
    }
  }

  private void renew() {
    var scan = workspace.scanProperty().get();
    if (scan == null || !(profile.get() instanceof JobState.Done<NeuronProfile>(var of))) {
      return;
    }
    jobs.cancel(SLOT);
    var wanted = new Wanted(of.id(), sample.get(), low.get(), high.get(), bar.get());
    if (wanted.bar() == null && !isDrawn(wanted.sample())) {
      state.set(new JobState.Done<>(extremes(of, wanted.sample())));
      return;
    }
    var known = stock;
    state.set(new JobState.Waiting<>());
    jobs.start(
        SLOT,
        "Reading examples of " + of.id(),
        Jobs.Lane.COMPUTE,
        _ -> read(stock(scan, wanted, known), of, wanted),
        this::arrive);
  }

  private void arrive(JobState<Found> next) {
    switch (next) {
      case JobState.Waiting<Found>() -> state.set(new JobState.Waiting<>());
      case JobState.Running<Found>(var progress) -> state.set(new JobState.Running<>(progress));
      case JobState.Failed<Found>(var cause) -> state.set(new JobState.Failed<>(cause));
      case JobState.Cancelled<Found>() -> state.set(new JobState.Cancelled<>());
      case JobState.Done<Found>(var found) -> {
        stock = found.stock();
        state.set(new JobState.Done<>(found.shown()));
      }
    }
  }

  private static Shown extremes(NeuronProfile of, Sample which) {
    var top = which == Sample.TOP;
    var examples = top ? of.examples().highest() : of.examples().lowest();
    return new Shown(
        of,
        top ? "Highest" : "Lowest",
        examples.size() == 1 ? "1 document" : examples.size() + " documents",
        "The %s activations in the corpus, one a document".formatted(top ? "greatest" : "least"),
        examples);
  }

  private static Stock stock(Scan scan, Wanted wanted, @Nullable Stock known)
      throws StoreException {
    if (known != null
        && known.scan().equals(scan)
        && known.id().equals(wanted.id())
        && known.samples().equals(wanted.samples())) {
      return known;
    }
    var all = new ArrayList<Example>();
    var met = new HashSet<TokenRef>();
    for (var one : wanted.samples()) {
      for (var example : scan.examples(wanted.id(), one)) {
        if (met.add(example.peak())) {
          all.add(example);
        }
      }
    }
    all.sort(Comparator.comparingDouble(Example::activation).reversed());
    return new Stock(scan, wanted.id(), wanted.samples(), List.copyOf(all));
  }

  private static Found read(Stock from, NeuronProfile of, Wanted wanted) throws StoreException {
    var within = wanted.bar();
    if (within != null) {
      var held = from.all().stream().filter(one -> within.holds(one.activation())).toList();
      return new Found(
          from,
          new Shown(
              of,
              "One bar",
              counted(held.size(), from),
              "Drawn places with an activation of " + within.text(),
              held));
    }
    var row = from.scan().neurons().row(wanted.id());
    var least = from.scan().quantile(row, wanted.low()).value();
    var most = from.scan().quantile(row, wanted.high()).value();
    var held =
        from.all().stream()
            .filter(one -> wanted.low() <= 0 || one.activation() >= least)
            .filter(one -> wanted.high() >= 1 || one.activation() <= most)
            .toList();
    return new Found(
        from,
        new Shown(
            of,
            title(wanted.sample()),
            counted(held.size(), from),
            meaning(wanted, least, most),
            held));
  }

  private static String counted(int shown, Stock of) {
    return "%,d of %,d".formatted(shown, of.all().size());
  }

  private static String meaning(Wanted wanted, float least, float most) {
    var chosen = wanted.sample().meaning();
    var sentence = chosen.substring(0, 1).toUpperCase(Locale.ROOT) + chosen.substring(1);
    return wanted.low() <= 0 && wanted.high() >= 1
        ? sentence
        : "%s … %s: %s".formatted(Figures.measured(least), Figures.measured(most), chosen);
  }

  /// What a sample is called on the switch.
  ///
  /// @param of the sample
  /// @return one word
  public static String title(Sample of) {
    return of.word().substring(0, 1).toUpperCase(Locale.ROOT) + of.word().substring(1);
  }

  /// Why a sample cannot be shown.
  ///
  /// @param of the sample
  /// @return a sentence, empty if it can
  public String missing(Sample of) {
    var scan = workspace.scanProperty().get();
    if (scan == null) {
      return "";
    }
    return switch (of) {
      case TOP, BOTTOM -> "";
      case UNIFORM ->
          scan.profilePositions().isEmpty() ? "The scan was told to keep no uniform sample." : "";
      case HIGH, LOW -> {
        var kinds = scan.provenance().options().content().kinds();
        if (scan.details() == null) {
          yield "The scan is of a version that kept no such sample; scan again to have it.";
        }
        yield kinds.contains(ScanContent.Kind.RESERVOIRS)
            ? ""
            : "The scan was told not to keep this sample.";
      }
    };
  }

  /// Shows what was drawn from one bar of the histogram; [#leaveBar] goes back.
  ///
  /// @param from least activation in it
  /// @param to what lies above all of them
  public void openBar(double from, double to) {
    bar.set(new Bar(from, to));
  }

  /// Back to the sample.
  public void leaveBar() {
    bar.set(null);
  }

  /// The bar looked at.
  ///
  /// @return null when a sample is shown
  public ReadOnlyObjectProperty<@Nullable Bar> barProperty() {
    return bar;
  }

  /// The sample chosen.
  ///
  /// @return the sample
  public ObjectProperty<Sample> sampleProperty() {
    return sample;
  }

  /// The quantile below which nothing drawn is shown.
  ///
  /// @return 0 to 1
  public DoubleProperty lowProperty() {
    return low;
  }

  /// The quantile above which nothing drawn is shown.
  ///
  /// @return 0 to 1
  public DoubleProperty highProperty() {
    return high;
  }

  /// What is shown, or how its reading stands.
  ///
  /// @return null when no neuron is in focus
  public ReadOnlyObjectProperty<@Nullable JobState<Shown>> stateProperty() {
    return state.getReadOnlyProperty();
  }
}
