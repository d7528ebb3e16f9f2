// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyseme.analysis.parity.ParityBadge;
import polyseme.app.fake.FakeModel;
import polyseme.app.fake.FakeWindow;

final class ParityViewModelTest {

  private final FakeWindow window = new FakeWindow();
  private final ParityViewModel parity =
      new ParityViewModel(window.workbench, window.workspace, window.jobs);

  @AfterEach
  void close() {
    window.close();
  }

  private Optional<String> shown() {
    window.settle();
    return parity.badgeProperty().get().map(ParityBadge::text);
  }

  @Test
  void theBadgeIsThatOfTheScanOrElseOfTheModel() {
    assertEquals(Optional.empty(), shown());
    var model = new FakeModel();
    window.workspace.open(model);
    assertEquals(Optional.of(model.folder().digest() + " none"), shown());
    window.open(2, 64);
    var made = Objects.requireNonNull(window.workspace.scanProperty().get()).provenance();
    assertEquals(Optional.of(made.modelDigest() + " " + made.processing()), shown());
    window.workspace.close();
    assertEquals(Optional.empty(), shown());
  }
}
