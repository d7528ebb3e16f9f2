// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import polyseme.engine.hubcache.HubEnvironment;
import polyseme.engine.task.PolysemeException;
import polyseme.engine.task.Progress;

/// What must hold for every sentence about a download.
final class Sentences {

  static final String SECRET = "hf_abcdefSECRET";

  private Sentences() {}

  static PolysemeException refused(HubEnvironment environment, String model) {
    return refused(HubFixture.locator(environment), model);
  }

  static PolysemeException refused(ModelLocator locator, String model) {
    var failure = assertThrows(PolysemeException.class, () -> locator.locate(model, Progress.NONE));
    for (var sentence : List.of(failure.what(), failure.remedy())) {
      assertTrue(sentence.matches("(?s)\\S.*[.]"), sentence);
      assertFalse(sentence.contains(SECRET), sentence);
      assertFalse(sentence.contains("signature"), sentence);
      assertFalse(sentence.contains("Exception"), sentence);
    }
    return failure;
  }

  static void assertSays(PolysemeException failure, String... words) {
    var said = failure.what() + "\n" + failure.remedy();
    for (var word : words) {
      assertTrue(said.contains(word), () -> word + " is not in: " + said);
    }
  }
}
