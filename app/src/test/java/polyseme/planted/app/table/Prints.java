// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.table;

/// Prints.
public final class Prints {
  void print() {
    System.out.println("printed");
  }
}
