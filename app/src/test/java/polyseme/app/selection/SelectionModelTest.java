// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyseme.engine.model.NeuronId;
import polyseme.engine.model.NeuronIndex;
import polyseme.engine.model.NeuronSet;

class SelectionModelTest {

  private static final NeuronIndex INDEX = new NeuronIndex(2, 100);

  private final SelectionModel model = new SelectionModel();

  @BeforeEach
  void begin() {
    model.reset(INDEX);
  }

  @Test
  void backAndForwardWalkTheHistory() {
    model.focusOn(new NeuronId(0, 1));
    model.focusOn(new NeuronId(0, 2));
    model.focusOn(new NeuronId(1, 3));
    model.goBack();
    model.goBack();
    assertEquals(new NeuronId(0, 1), model.focusProperty().get());
    model.goForward();
    assertEquals(new NeuronId(0, 2), model.focusProperty().get());
    model.focusOn(new NeuronId(1, 9));
    model.goForward();
    assertEquals(
        new NeuronId(1, 9), model.focusProperty().get(), "a new focus ends the forward way");
  }

  @Test
  void goingBackBeforeTheFirstStaysThere() {
    model.focusOn(new NeuronId(0, 1));
    model.goBack();
    assertEquals(new NeuronId(0, 1), model.focusProperty().get());
  }

  @Test
  void anEqualValueIsNoNews() {
    var heard = new ArrayList<Object>();
    model.focusProperty().addListener((_, _, now) -> heard.add(String.valueOf(now)));
    model.selectionProperty().addListener((_, _, now) -> heard.add(now));
    model.focusOn(new NeuronId(0, 1));
    model.focusOn(new NeuronId(0, 1));
    model.select(NeuronSet.ofRows(INDEX, IntStream.of(3, 4)));
    model.select(NeuronSet.ofRows(INDEX, IntStream.of(4, 3)));
    assertEquals(2, heard.size());
  }

  @Test
  void clearingTakesTheSelectionFirstAndThenTheFilter() {
    model.filterBy("L1");
    model.select(NeuronSet.ofRows(INDEX, IntStream.of(3)));
    model.clear();
    assertTrue(model.selectionProperty().get().isEmpty());
    assertEquals("L1", model.filterProperty().get());
    model.clear();
    assertEquals("", model.filterProperty().get());
  }

  @Test
  void otherNeuronsBeginWithNothingFocused() {
    model.focusOn(new NeuronId(0, 1));
    model.filterBy("L0");
    model.reset(new NeuronIndex(1, 5));
    assertNull(model.focusProperty().get());
    assertEquals("", model.filterProperty().get());
    assertEquals(5, model.selectionProperty().get().index().size());
  }
}
