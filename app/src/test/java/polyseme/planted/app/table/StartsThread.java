// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.table;

/// A thread of its own.
public final class StartsThread {
  Thread make() {
    return Thread.ofVirtual().unstarted(() -> {});
  }
}
