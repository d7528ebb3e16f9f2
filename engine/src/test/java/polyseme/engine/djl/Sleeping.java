// SPDX-License-Identifier: GPL-3.0-or-later
package polyseme.engine.djl;

/// A program that does not end by itself.
final class Sleeping {

  private Sleeping() {}

  public static void main(String[] arguments) throws InterruptedException {
    Thread.sleep(Long.MAX_VALUE);
  }
}
