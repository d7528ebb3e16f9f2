// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.table;

/// A thread of its own, made the old way.
public final class NewThread {
  Thread make() {
    return new Thread(() -> {});
  }
}
