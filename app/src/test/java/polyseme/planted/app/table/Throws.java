// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.table;

/// Throws an exception that says nothing.
public final class Throws {
  void fail() {
    throw new RuntimeException("generic");
  }
}
