// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.hub;

import java.time.Duration;

/// How patient downloads are.
///
/// @param tries how often something is tried in a row without getting any further, at least 1
/// @param firstPause wait before the second try; doubles with each further one
/// @param silence how long a server may send nothing
/// @param longestWait how long a busy server may ask to be left alone
record HubTimes(int tries, Duration firstPause, Duration silence, Duration longestWait) {

  static HubTimes usual() {
    return new HubTimes(5, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(5));
  }
}
