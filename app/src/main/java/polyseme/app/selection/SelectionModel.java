// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.selection;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.model.NeuronSet;

/// What links all views: they render from it and write to it, never to each other. Four
/// observables, because they change at different rates and cost different work. A setter ignores an
/// equal value, which is what stops loops. FX thread only.
public final class SelectionModel {

  private static final int HISTORY = 500;

  private final ReadOnlyObjectWrapper<@Nullable NeuronId> focus = new ReadOnlyObjectWrapper<>();
  private final ObjectProperty<@Nullable NeuronId> hover = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<NeuronSet> selection =
      new ReadOnlyObjectWrapper<>(NeuronSet.none(new NeuronIndex(0, 0)));
  private final ReadOnlyObjectWrapper<String> filter = new ReadOnlyObjectWrapper<>("");
  private final StringProperty text = new SimpleStringProperty("");
  private final ReadOnlyBooleanWrapper canGoBack = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canGoForward = new ReadOnlyBooleanWrapper();
  private final Deque<NeuronId> back = new ArrayDeque<>();
  private final Deque<NeuronId> forward = new ArrayDeque<>();

  /// Begins anew over other neurons: nothing focused, selected or filtered.
  ///
  /// @param neurons the neurons there are
  public void reset(NeuronIndex neurons) {
    back.clear();
    forward.clear();
    tellHistory();
    hover.set(null);
    filter.set("");
    selection.set(NeuronSet.none(neurons));
    focus.set(null);
  }

  /// Brings one neuron into focus and remembers the one before.
  ///
  /// @param id the neuron
  public void focusOn(NeuronId id) {
    var before = focus.get();
    if (id.equals(before)) {
      return;
    }
    if (before != null) {
      back.push(before);
      if (back.size() > HISTORY) {
        back.removeLast();
      }
    }
    forward.clear();
    tellHistory();
    focus.set(id);
  }

  private void tellHistory() {
    canGoBack.set(!back.isEmpty());
    canGoForward.set(!forward.isEmpty());
  }

  /// Goes back to the neuron in focus before.
  public void goBack() {
    step(back, forward);
  }

  /// Undoes a [#goBack()].
  public void goForward() {
    step(forward, back);
  }

  private void step(Deque<NeuronId> from, Deque<NeuronId> to) {
    var next = from.poll();
    if (next != null) {
      var before = focus.get();
      if (before != null) {
        to.push(before);
      }
      tellHistory();
      focus.set(next);
    }
  }

  /// Selects exactly these neurons.
  ///
  /// @param neurons the neurons, none to clear
  public void select(NeuronSet neurons) {
    if (!neurons.equals(selection.get())) {
      selection.set(neurons);
    }
  }

  /// Shows only neurons that match.
  ///
  /// @param query as typed; empty for all
  public void filterBy(String query) {
    filter.set(query);
  }

  /// Esc: clears the selection; if there is none, the filter.
  public void clear() {
    if (!selection.get().isEmpty()) {
      selection.set(NeuronSet.none(selection.get().index()));
    } else {
      filter.set("");
    }
  }

  /// The neuron in detail.
  ///
  /// @return null when none is
  public ReadOnlyObjectProperty<@Nullable NeuronId> focusProperty() {
    return focus.getReadOnlyProperty();
  }

  /// The neuron under the mouse; only cheap views listen.
  ///
  /// @return null when none is
  public ObjectProperty<@Nullable NeuronId> hoverProperty() {
    return hover;
  }

  /// The selected neurons.
  ///
  /// @return never null
  public ReadOnlyObjectProperty<NeuronSet> selectionProperty() {
    return selection.getReadOnlyProperty();
  }

  /// Whether there is a neuron to go back to.
  ///
  /// @return true if [#goBack()] does something
  public ReadOnlyBooleanProperty canGoBackProperty() {
    return canGoBack.getReadOnlyProperty();
  }

  /// Whether there is a neuron to go forward to.
  ///
  /// @return true if [#goForward()] does something
  public ReadOnlyBooleanProperty canGoForwardProperty() {
    return canGoForward.getReadOnlyProperty();
  }

  /// The text in focus: typed by the reader or taken from an example, the same in every view that
  /// shows neurons on a text. It outlives the scan.
  ///
  /// @return never null, empty for none
  public StringProperty textProperty() {
    return text;
  }

  /// Which neurons are shown, as typed; see `NeuronFilter`.
  ///
  /// @return never null, empty for all
  public ReadOnlyObjectProperty<String> filterProperty() {
    return filter.getReadOnlyProperty();
  }
}
