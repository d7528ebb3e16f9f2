// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.planted.app.table;

/// State that everything shares.
public final class Shared {
  @SuppressWarnings("NonFinalStaticField")
  static int count;

  private Shared() {}
}
